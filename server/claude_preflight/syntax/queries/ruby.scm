; Literals and what makes them more, or less, than a plain value.
[(string) (bare_string) (bare_symbol)] @literal
(delimited_symbol (string_content) @literal)
[
  (string (interpolation)) (bare_string (interpolation)) (bare_symbol (interpolation))
  (delimited_symbol (interpolation))
] @interpolated
[(chained_string) (binary operator: "+")] @concatenation
[(comment) (uninterpreted)] @prose
; What an example of a test is called.
(call
  method: (identifier) @_method
  arguments: (argument_list . (string) @prose)
  (#any-of? @_method
    test-titles "context" "specify" "feature" "scenario" "should" "shared_examples"))

; A heredoc is in the language that its delimiter names; other ones are texts. Commands are shell.
((heredoc_body (heredoc_end) @injection.language) @injection.content
  (#match? @injection.language document-language "^(?i:ruby|rb)$"))
((heredoc_body (heredoc_end) @_delimiter) @literal
  (#not-match? @_delimiter document-language "^(?i:ruby|rb)$"))
(heredoc_body (heredoc_end) @injection.gap)
((subshell) @injection.content (#set! injection.language "shell"))
(subshell (interpolation) @injection.gap)
((call
  !receiver
  method: (identifier) @_method
  arguments: (argument_list . (string) @injection.content .))
  (#set! injection.language "shell")
  (#set! literal)
  (#any-of? @_method "system" "exec" "spawn"))
((call
  method: (identifier) @_method
  arguments: (argument_list . (string) @injection.content))
  (#set! injection.language "sql")
  (#set! literal)
  (#match? @_method "^(execute|exec_(query|update|insert|delete)|select_\\w+)$")
  (#match? @injection.content sql-statement))

; A whole id compared is a dead branch; a part of an id tested is a pattern.
(binary
  left: [(string) (delimited_symbol) (chained_string) (array) (scope_resolution)]? @comparison
  operator: ["==" "!=" "===" "<=>"]
  right: [(string) (delimited_symbol) (chained_string) (array) (scope_resolution)]? @comparison)
(when pattern: (pattern) @comparison)
[
  (in_clause pattern: [(string) (delimited_symbol) (alternative_pattern) (array_pattern)] @comparison)
  (test_pattern pattern: [(string) (delimited_symbol) (alternative_pattern)] @comparison)
  (keyword_pattern value: [(string) (delimited_symbol) (alternative_pattern)] @comparison)
]
(call
  receiver: [(string) (delimited_symbol) (array) (string_array)] @comparison
  method: (identifier) @_method
  (#any-of? @_method look-ups "eql?" "equal?" "casecmp?" "index" "exclude?"))
; Methods, and what RSpec and Minitest expect.
(call
  method: (identifier) @_method
  arguments: (argument_list
    [(string) (delimited_symbol) (array) (string_array) (scope_resolution)] @comparison)
  (#any-of? @_method
    equality-tests "eql?" "equal?" "casecmp?" "casecmp" "in?" "eq" "eql" "be" "equal"
    "contain_exactly" "match_array"))
; Keywords that are expected, and of which rows are asked for.
(call
  method: (identifier) @_method
  arguments: (argument_list
    [
      (pair value: [(string) (delimited_symbol) (array) (string_array)] @comparison)
      (hash (pair value: [(string) (delimited_symbol)] @comparison))
    ])
  (#any-of? @_method
    "eq" "eql" "include" "a_hash_including" "hash_including" "have_attributes" "assert_equal"
    "where" "not" "find_by" "find_by!" "exists?"))
(call
  receiver: (call method: (identifier) @_receiver)
  method: (identifier) @_method
  arguments: (argument_list
    [
      (string) @comparison
      (pair value: [(string) (delimited_symbol)] @comparison)
      (hash (pair value: [(string) (delimited_symbol)] @comparison))
    ])
  (#any-of? @_receiver "receive" "have_received")
  (#eq? @_method "with"))
(call
  method: (identifier) @_method
  arguments: (argument_list [(string) (array)] @pattern)
  (#any-of? @_method
    edge-tests "include?" "member?" "match" "match?" "index" "rindex" "delete_prefix"
    "delete_suffix" "delete" "remove" "sub" "sub!" "gsub" "gsub!" "split" "scan" "partition"
    "rpartition" "tr" "slice" "fnmatch" "fnmatch?" "include" "start_with" "end_with"
    "assert_match" "assert_includes" "use_cassette" "union" "join"))
(regex) @pattern

; What an assertion tests.
(call
  method: (identifier) @_method
  arguments: (argument_list) @assertion
  (#match? @_method assertion "^refute"))
(call
  method: (identifier) @_method
  block: (_) @assertion
  (#match? @_method "^expect$|^assert_(raise|nothing_raised)"))
(call
  receiver: (_) @assertion method: (identifier) @_method
  (#match? @_method "^should(_not)?$|^(must|wont)_"))

; What each item of is tested for, and a name of what something is looked up in.
(call
  receiver: [(array) (string_array)] @pattern
  method: (identifier) @_method
  block: (_) @_test
  (#any-of? @_method quantifiers)
  (#match? @_test part-test-call))
(call
  receiver: [(constant) (identifier)] @member
  method: (identifier) @_method
  (#any-of? @_method look-ups))

; Tables of models; what may be chosen from is listed by nature.
[(array) (hash) (string_array) (symbol_array) (element_reference)] @container
(element_reference . (_) . (string) @enumeration)
; What a case turns into ids.
(case (when body: (then . [(string) (delimited_symbol) (scope_resolution)] .))) @container
(call
  method: (identifier) @_method
  arguments: (argument_list
    [(array) (string_array) (symbol_array) (hash) (pair) (string)] @enumeration)
  (#any-of? @_method "enum" "enumerize"))
(pair
  key: (hash_key_symbol) @_key
  value: [(array) (string_array)] @enumeration
  (#any-of? @_key "in" "enum" "choices"))
(module
  body: (body_statement . (call) @_first) @enumeration
  (#match? @_first "^(extend|include) .*(Enum|Union)$"))
(class
  superclass: (superclass) @_superclass
  body: (_) @enumeration
  (#match? @_superclass "Enum$"))

; Requests: keyword arguments of a call, pairs of a hash, links of a chain.
(argument_list) @call
(hash) @mapping
(pair key: (_) @argument.key value: (_) @argument.value) @argument
(pair key: (hash_key_symbol) @argument.key @argument.value !value) @argument
(hash_splat_argument (_) @spread)
(call receiver: (_) @chain !block) @chain
(call
  receiver: (_)
  method: (identifier) @argument.key
  arguments: (argument_list
    . [(string) (delimited_symbol) (integer) (float) (constant)] @argument.value .)) @argument

; What stands for a part of it: a default, a conversion, brackets, the text of a symbol.
(parenthesized_statements . (_) @wrapper.value .) @wrapper
(binary operator: ["||" "or"] right: (_) @wrapper.value) @wrapper
(delimited_symbol . (string_content) @wrapper.value .) @wrapper
; JSON that is written of a value stands for it.
(call
  method: (identifier) @_method
  arguments: (argument_list . (_) @wrapper.value)
  (#any-of? @_method json-writers)) @wrapper
(call
  receiver: (_) @wrapper.value
  method: (identifier) @_method
  (#eq? @_method "to_json")) @wrapper
(call
  receiver: (_) @wrapper.value
  method: (identifier) @_method
  (#any-of? @_method "freeze" "to_s" "to_sym" "to_i" "dup")) @wrapper
(call
  method: (identifier) @_method
  arguments: (argument_list . (_) . (_) @wrapper.value .)
  (#eq? @_method "fetch")) @wrapper
(call
  method: (identifier) @_method
  block: (_ body: (_ . (_) @wrapper.value .))
  (#eq? @_method "fetch")) @wrapper


; Names.
(assignment
  left: [
    (identifier) (constant) (global_variable) (instance_variable) (class_variable) (call)
  ] @local.definition
  right: (_) @binding.value) @binding
; What examples of a test share goes by a name as well.
(call
  !receiver
  method: (identifier) @_method
  arguments: (argument_list . (simple_symbol) @local.definition)
  block: (block body: (block_body . (_) @binding.value .))
  (#any-of? @_method "let" "let!" "given" "given!" "subject" "subject!" "fab!")) @binding
(operator_assignment left: (_) @local.definition operator: "||=" right: (_) @binding.value) @binding
(operator_assignment
  left: (_) @local.definition
  operator: ["+=" "-=" "*=" "/=" "<<=" "&&="]) @binding
(left_assignment_list (_) @local.definition @binding)
(optional_parameter name: (identifier) @local.definition value: (_) @binding.value) @binding
(keyword_parameter name: (identifier) @local.definition value: (_)? @binding.value) @binding
[
  (method_parameters (identifier) @local.definition)
  (lambda_parameters (identifier) @local.definition)
] @binding
(block_parameters (identifier) @local.definition @binding)
[
  (splat_parameter name: (identifier) @local.definition)
  (block_parameter name: (identifier) @local.definition)
  (hash_splat_parameter name: (identifier) @local.definition)
] @binding
(for pattern: (identifier) @local.definition @binding)
(exception_variable (identifier) @local.definition) @binding
; A block sees, and sets, the variables around it, so only its parameters would be its own.
[(method) (singleton_method) (lambda) (class) (module)] @local.scope
[(class name: (constant) @class.key) (module name: (constant) @class.key)] @class

; What is set in a mapping after it was made: `body[:model] = model`.
(assignment
  left: (element_reference
    object: (identifier) @entry.owner
    . [(string) (simple_symbol)] @entry.key)
  right: (_) @entry.value) @entry
(assignment
  left: (call receiver: (identifier) @entry.owner method: (identifier) @entry.key)
  right: (_) @entry.value) @entry
