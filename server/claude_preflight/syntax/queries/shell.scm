; Literals and what makes them more, or less, than a plain value.
[(word) (string) (raw_string) (ansi_c_string) (extglob_pattern)] @literal
(string [(expansion) (simple_expansion) (command_substitution)]) @interpolated
(concatenation [(expansion) (simple_expansion) (command_substitution)]) @interpolated
(concatenation (string [(expansion) (simple_expansion) (command_substitution)])) @interpolated
; A quote between single quotes: `'it'\''s'`, `'it'"'"'s'`.
((concatenation (raw_string) . [(word) (string)] @_quote . (raw_string)) @interpolated
  (#match? @_quote "^(\\\\'|\"'\")$"))
(variable_assignment
  value: (concatenation . [(string) (raw_string)] . [(string) (raw_string)] .) @concatenation)
; The default in `${MODEL:-id}` is a value of its own; the grammar cuts a bare id at the hyphen.
(expansion operator: [":-" "-" ":=" "=" ":+" "+"]) @local.scope
(expansion (concatenation . (variable_name)) @literal)
[(comment) (heredoc_body)] @prose

; Documents below a command: JSON by its look, else in the language of the delimiter, of the file
; that is written, or of the command that reads them. Other ones are messages. What names it stands
; near the start or the end: each argument that may name it is a match that waits for the document.
((heredoc_body) @injection.content (#match? @injection.content "^\\s*[\\[{]"))
(heredoc_redirect
  (heredoc_start) @injection.language (heredoc_body) @injection.content
  (#match? @injection.language
    document-language "^['\"]?(?i:rb|ruby|ts|php|go|rust|hcl|md|markdown|dockerfile)['\"]?$"))
(redirected_statement
  redirect: (file_redirect destination: (_) @injection.language) . (_)? .
  redirect: (heredoc_redirect (heredoc_body) @injection.content))
(heredoc_redirect
  redirect: (file_redirect destination: (_) @injection.language) . (_)? .
  (heredoc_body) @injection.content
  (#not-match? @injection.language "^/dev/"))
(redirected_statement
  body: (command name: (command_name (word) @injection.language))
  redirect: (heredoc_redirect (heredoc_body) @injection.content)
  (#match? @injection.language
    "^(.*/)?((ba|z|da|k)?sh|python[0-9.]*|node|deno|ruby|php|psql|mysql|sqlite3?)$"))
(redirected_statement
  body: [
    (_
      name: (command_name (word) @_command) . (_)? . (_)? . (_)? .
      argument: (word) @injection.language)
    (_
      name: (command_name (word) @_command)
      argument: (word) @injection.language . (_)? . (_)? .)
  ]
  redirect: (heredoc_redirect (heredoc_body) @injection.content)
  (#any-of? @_command "tee" "sudo" "ssh" "docker" "kubectl" "podman" "env" "uv" "exec")
  (#match? @injection.language
    "^((ba|z|da|k)?sh|python[0-9.]*|node|ruby|php|psql|mysql|sqlite3?|/?[^-].*[./][a-z]+)$"))
((redirected_statement
  body: (command name: (command_name (word) @_command))
  redirect: (heredoc_redirect (heredoc_body) @injection.content))
  (#set! injection.language "yaml")
  (#eq? @_command "kubectl"))
((heredoc_redirect
  (pipeline (_ name: (command_name (word) @_command)) .)
  (heredoc_body) @injection.content)
  (#set! injection.language "yaml")
  (#eq? @_command "kubectl"))
(heredoc_redirect
  (pipeline
    (_
      name: (command_name (word) @_command) . (_)? . (_)? .
      argument: (word) @injection.language)
    .)
  (heredoc_body) @injection.content
  (#any-of? @_command "tee" "sudo"))

; Commands in an argument, and objects that jq builds.
((command argument: (word) @_option . argument: [(string) (raw_string)] @injection.content)
  (#set! injection.language "shell")
  (#set! literal)
  (#match? @_option "^-l?c$"))
((command
  name: (command_name (word) @_command)
  argument: (_ . (word) . [(string) (raw_string)] @injection.content .))
  (#set! injection.language "shell")
  (#set! literal)
  (#eq? @_command "alias"))
((command name: (command_name (word) @_command) argument: (raw_string) @injection.content)
  (#set! injection.language "javascript")
  (#set! before "x = ")
  (#set! literal)
  (#eq? @_command "jq")
  (#match? @injection.content "^'\\s*\\{\\s*[a-z_]+:"))

; A whole id compared is a dead branch; a part of an id tested is a pattern.
(binary_expression
  operator: ["=" "==" "!="] [(word) (string) (raw_string) (extglob_pattern)] @comparison)
(binary_expression
  . [(word) (string) (raw_string)] @comparison operator: ["=" "==" "!="])
; The grammar reads `a = b || c` as `a = (b || c)`.
(binary_expression
  operator: ["=" "==" "!="]
  right: (binary_expression . [(word) (string) (raw_string) (extglob_pattern)] @comparison))
(case_item value: [(word) (string) (raw_string) (extglob_pattern)] @comparison)
(command
  name: (command_name (word) @_name)
  argument: [(word) (string) (raw_string)] @comparison
  (#any-of? @_name "test" "assert_equal" "assert_output" "assert_line"))
; What an assertion of bats tests.
(command
  name: (command_name (word) @_name)
  argument: (_) @assertion
  (#match? @_name shell-assertion))
(command
  name: (command_name (word) @_name)
  argument: (string (command_substitution (_) @assertion))
  (#match? @_name shell-assertion))

((extglob_pattern) @pattern (#match? @pattern "[*?[|(]"))
; A glob with a part in quotes.
([
  (binary_expression (extglob_pattern) @_glob . [(string) (raw_string)] @pattern)
  (binary_expression [(string) (raw_string)] @pattern . (extglob_pattern) @_glob)
  (case_item (extglob_pattern) @_glob . [(string) (raw_string)] @pattern)
  (case_item [(string) (raw_string)] @pattern . (extglob_pattern) @_glob)
  (binary_expression (concatenation [(string) (raw_string)] @pattern . (_)? . (word) @_glob))
  (case_item value: (_ [(string) (raw_string)] @pattern . (_)? . (word) @_glob))
]
  (#match? @_glob "[*?]"))
(binary_expression operator: "=~" right: (_) @pattern)
(regex) @pattern
(command
  name: (command_name (word) @_name)
  argument: [(word) (string) (raw_string)] @pattern
  (#any-of? @_name
    "grep" "egrep" "fgrep" "rg" "sed" "awk" "ack" "pgrep" "find" "cd" "ls" "mkdir" "rm" "touch" "cp"
    "mv"))
(command
  name: (command_name (word) @_name)
  argument: (word) @_partial
  . argument: [(word) (string) (raw_string)] @pattern
  (#any-of? @_name "assert_output" "assert_line" "refute_output" "refute_line")
  (#any-of? @_partial "--partial" "-p" "--regexp" "-e"))

; Tables of models, by themselves and as keys.
(array) @container
; What a case turns into ids.
(case_statement
  (case_item
    (command
      name: (command_name (word) @_name)
      argument: [(word) (string) (raw_string)])
    (#any-of? @_name "echo" "printf"))) @container
(case_statement
  (case_item (variable_assignment value: [(word) (string) (raw_string)]))) @container
(array (_ . (word) @_bracket . [(word) (string) (raw_string)] @enumeration)
  (#eq? @_bracket "["))
(subscript index: (_) @enumeration)

; Requests: the options of a command that sends one. What those of others mean is theirs.
(command name: (command_name (word) @_command) (#any-of? @_command "aws" "curl" "jq")) @call
(command
  argument: (word) @argument.key @argument . argument: (_) @argument.value
  (#match? @argument.key "^--?[a-z][^=]*$"))

; What stands for a part of it: a name in quotes.
(string . (_ . (variable_name) @wrapper.value .) .) @wrapper
(simple_expansion (variable_name) @wrapper.value) @wrapper
(expansion . (variable_name) @wrapper.value .) @wrapper

; Names.
(variable_assignment name: (variable_name) @local.definition value: (_) @binding.value) @binding
[(function_definition) (command_substitution)] @local.scope
