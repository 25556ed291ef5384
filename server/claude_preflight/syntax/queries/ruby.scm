; Literals and what makes them more, or less, than a plain value.
[(string) (bare_string) (bare_symbol)] @literal
(delimited_symbol (string_content) @literal)
[
  (string (interpolation)) (bare_string (interpolation)) (bare_symbol (interpolation))
  (delimited_symbol (interpolation))
] @interpolated
[(chained_string) (_ . left: (_) operator: "+")] @concatenation
[(comment) (uninterpreted)] @prose

; A heredoc is in the language that its delimiter names; other ones are texts. Commands are shell.
((heredoc_body (heredoc_end) @injection.language) @injection.content
  (#match? @injection.language document-language "^(?i:ruby|rb)$"))
((heredoc_body (heredoc_end) @_delimiter) @literal
  (#not-match? @_delimiter document-language "^(?i:ruby|rb)$"))
(heredoc_body (heredoc_end) @injection.gap)
((subshell) @injection.content (#set! injection.language "shell"))
(subshell (interpolation) @injection.gap)
((_
  . method: (identifier) @_method
  arguments: (_ . (string) @injection.content .))
  (#set! injection.language "shell")
  (#set! literal)
  (#any-of? @_method "system" "exec" "spawn"))
((call
  method: (identifier) @_method
  arguments: (_ . (string) @injection.content))
  (#set! injection.language "sql")
  (#set! literal)
  (#match? @_method "^(execute|exec_(query|update|insert|delete)|select_\\w+)$")
  (#match? @injection.content sql-statement))

; A whole id compared is a dead branch; a part of an id tested is a pattern.
(_
  . left: [(string) (delimited_symbol) (chained_string) (array) (scope_resolution)] @comparison
  operator: ["==" "!=" "===" "<=>"])
(_
  . left: (_)
  operator: ["==" "!=" "===" "<=>"]
  right: [(string) (delimited_symbol) (chained_string) (array) (scope_resolution)] @comparison)
(when pattern: (pattern) @comparison)
[
  (in_clause pattern: [(string) (delimited_symbol) (alternative_pattern) (array_pattern)] @comparison)
  (test_pattern pattern: [(string) (delimited_symbol) (alternative_pattern)] @comparison)
  (keyword_pattern value: [(string) (delimited_symbol) (alternative_pattern)] @comparison)
]
(regex) @pattern

; What a call does with what it is given, or is called on. One pattern with a name for each test
; takes a tenth of the time of one each to compile. None of its parts may begin with alternatives:
; all but the first of them are passed over.
(call
  [
    ; What an example of a test is called.
    ([method: (identifier) @_title] arguments: (_ . (string) @prose))
    ; What something is compared with by methods, and what RSpec and Minitest expect.
    ([receiver: (string) @comparison] method: (identifier) @_asked)
    ([receiver: (delimited_symbol) @comparison] method: (identifier) @_asked)
    ([receiver: (array) @comparison] method: (identifier) @_asked)
    ([receiver: (string_array) @comparison] method: (identifier) @_asked)
    (
      [method: (identifier) @_equal]
      arguments: (_
        [(string) (delimited_symbol) (array) (string_array) (scope_resolution)] @comparison))
    ; Keywords that are expected, and of which rows are asked for.
    (
      [method: (identifier) @_expected]
      arguments: (_
        [
          (pair value: [(string) (delimited_symbol) (array) (string_array)] @comparison)
          (hash (pair value: [(string) (delimited_symbol)] @comparison))
        ]))
    (
      [receiver: (_ method: (identifier) @_received)]
      method: (identifier) @_with
      arguments: (_
        [
          (string) @comparison
          (pair value: [(string) (delimited_symbol)] @comparison)
          (hash (pair value: [(string) (delimited_symbol)] @comparison))
        ]))
    ([method: (identifier) @_part] arguments: (_ [(string) (array)] @pattern))
    ; What an assertion tests.
    ([method: (identifier) @_assert] arguments: (argument_list) @assertion)
    ([method: (identifier) @_expect] block: (_) @assertion)
    ([receiver: (_) @assertion] method: (identifier) @_should)
    ; What each item of is tested for, and a name of what something is looked up in.
    ([receiver: (array) @pattern] method: (identifier) @_each block: (_) @_test)
    ([receiver: (string_array) @pattern] method: (identifier) @_each block: (_) @_test)
    ([receiver: (constant) @member] method: (identifier) @_looked_up)
    ([receiver: (identifier) @member] method: (identifier) @_looked_up)
    ; What may be chosen from is listed by nature.
    (
      [method: (identifier) @_enum]
      arguments: (_
        [(array) (string_array) (symbol_array) (hash) (pair) (string)] @enumeration))
  ]
  (#any-of? @_title
    test-titles "context" "specify" "feature" "scenario" "should" "shared_examples")
  (#any-of? @_asked look-ups "eql?" "equal?" "casecmp?" "index" "exclude?")
  (#any-of? @_equal
    equality-tests "eql?" "equal?" "casecmp?" "casecmp" "in?" "eq" "eql" "be" "equal"
    "contain_exactly" "match_array")
  (#any-of? @_expected
    "eq" "eql" "include" "a_hash_including" "hash_including" "have_attributes" "assert_equal"
    "where" "not" "find_by" "find_by!" "exists?")
  (#any-of? @_received "receive" "have_received")
  (#eq? @_with "with")
  (#any-of? @_part
    edge-tests "include?" "member?" "match" "match?" "index" "rindex" "delete_prefix"
    "delete_suffix" "delete" "remove" "sub" "sub!" "gsub" "gsub!" "split" "scan" "partition"
    "rpartition" "tr" "slice" "fnmatch" "fnmatch?" "include" "start_with" "end_with"
    "assert_match" "assert_includes" "use_cassette" "union" "join")
  (#match? @_assert assertion "^refute")
  (#match? @_expect "^expect$|^assert_(raise|nothing_raised)")
  (#match? @_should "^should(_not)?$|^(must|wont)_")
  (#any-of? @_each quantifiers)
  (#match? @_test part-test-call)
  (#any-of? @_looked_up look-ups)
  (#any-of? @_enum "enum" "enumerize"))

; Tables of models; what may be chosen from is listed by nature.
[(array) (hash) (string_array) (symbol_array) (element_reference)] @container
(_ . object: (_) . (string) @enumeration)
; What a case turns into ids.
(case (when body: (_ . [(string) (delimited_symbol) (scope_resolution)] .))) @container
(pair
  key: (hash_key_symbol) @_key
  value: [(array) (string_array)] @enumeration
  (#any-of? @_key "in" "enum" "choices"))
(module
  body: (_ . (call) @_first) @enumeration
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
(_ . receiver: (_) @chain !block) @chain
(_
  . receiver: (_)
  method: (identifier) @argument.key
  arguments: (_
    . [(string) (delimited_symbol) (integer) (float) (constant)] @argument.value .)) @argument

; What stands for a part of it: a default, a conversion, brackets, the text of a symbol.
(parenthesized_statements . (_) @wrapper.value .) @wrapper
(_ . left: (_) operator: ["||" "or"] right: (_) @wrapper.value) @wrapper
(delimited_symbol . (string_content) @wrapper.value .) @wrapper
(call
  [
    ; JSON that is written of a value stands for it.
    ([method: (identifier) @_json] arguments: (_ . (_) @wrapper.value))
    ([receiver: (_) @wrapper.value] method: (identifier) @_same)
    ; The default of what is looked up.
    ([method: (identifier) @_fetch] arguments: (_ . (_) . (_) @wrapper.value .))
    ([method: (identifier) @_fetch] block: (_ body: (_ . (_) @wrapper.value .)))
  ]
  (#any-of? @_json json-writers)
  (#any-of? @_same "to_json" "freeze" "to_s" "to_sym" "to_i" "dup")
  (#eq? @_fetch "fetch")) @wrapper

; Names.
(assignment
  left: [
    (identifier) (constant) (global_variable) (instance_variable) (class_variable) (call)
  ] @local.definition
  right: (_) @binding.value) @binding
; What examples of a test share goes by a name as well.
(_
  . method: (identifier) @_method
  arguments: (_ . (simple_symbol) @local.definition)
  block: (block body: (block_body . (_) @binding.value .))
  (#any-of? @_method "let" "let!" "given" "given!" "subject" "subject!" "fab!")) @binding
(_ . left: (_) @local.definition operator: "||=" right: (_) @binding.value) @binding
(_
  . left: (_) @local.definition
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
  left: (_
    object: (identifier) @entry.owner
    . [(string) (simple_symbol)] @entry.key)
  right: (_) @entry.value) @entry
(assignment
  left: (_ receiver: (identifier) @entry.owner method: (identifier) @entry.key)
  right: (_) @entry.value) @entry
