; Literals and what makes them more, or less, than a plain value.
[(string_literal) (raw_string_literal)] @literal
(_ . left: (_) operator: "+") @concatenation
(_
  . left: [
    (reference_expression (_literal))
    (call_expression function: (_ value: (_literal) field: (_)))
    (call_expression function: (scoped_identifier) arguments: (_ . (_literal) .))
  ] @interpolated
  operator: "+")
(_ . left: (_) operator: "+" (reference_expression (_literal)) @interpolated)
(macro_invocation
  macro: (identifier) @_macro
  (token_tree) @concatenation
  (#eq? @_macro "concat"))
(compound_assignment_expr
  operator: "+="
  right: (string_literal) @interpolated
  (#match? @interpolated one-word))
(call_expression
  function: (_ field: (field_identifier) @_method)
  arguments: (_ (_literal) @interpolated)
  (#any-of? @_method "push_str" "join")
  (#match? @interpolated one-word))
[(line_comment) (block_comment)] @prose
(attribute (identifier) @_name value: (_literal) @prose (#eq? @_name "doc"))

; A whole id compared is a dead branch; a part of an id tested is a pattern.
(_
  . left: [
    (string_literal) (raw_string_literal) (scoped_identifier)
    (reference_expression (_literal)) (unary_expression (_literal))
    (call_expression function: (_ value: (_literal) field: (_)))
  ] @comparison
  operator: ["==" "!="])
(_
  . left: (_)
  operator: ["==" "!="]
  [
    (string_literal) (raw_string_literal) (scoped_identifier)
    (reference_expression (_literal)) (unary_expression (_literal))
    (call_expression function: (_ value: (_literal) field: (_)))
  ] @comparison)
(_
  . left: (_)
  operator: ["==" "!="]
  (call_expression
    function: [(identifier) @_function (scoped_identifier name: (identifier) @_function)]
    arguments: (arguments) @comparison)
  (#match? @_function rust-constructor))
(match_pattern . (_) @comparison)
(let_condition pattern: (_) @comparison)
(call_expression
  function: (_ value: (_literal)? @comparison field: (field_identifier) @_method)
  arguments: (_ (_) @comparison)
  (#any-of? @_method "eq" "ne" "eq_ignore_ascii_case" "cmp" "contains_key"))
(call_expression
  function: (_ field: (field_identifier) @_method)
  arguments: (_ . (reference_expression [(_literal) (call_expression)]) @comparison .)
  (#eq? @_method "contains"))
(call_expression
  function: (_
    value: [
      (array_expression) @comparison
      (macro_invocation (token_tree) @comparison)
      (parenthesized_expression (array_expression) @comparison)
    ]
    field: (field_identifier) @_method)
  (#eq? @_method "contains"))
(call_expression
  function: (_ field: (field_identifier) @_method)
  arguments: (_ . [
    (string_literal) (raw_string_literal) (array_expression)
    (reference_expression (array_expression))
  ] @pattern)
  (#any-of? @_method
    part-tests "contains" "find" "rfind" "matches" "rsplit" "split_once" "rsplit_once"
    "strip_prefix" "strip_suffix" "trim_start_matches" "trim_end_matches" "replacen"))
(call_expression
  function: (scoped_identifier path: (_) @_class)
  arguments: (_ (_) @pattern)
  (#match? @_class "(Regex|Glob|Pattern)(Set|Builder)?$"))

; Macros, whose insides are but tokens.
(macro_invocation
  macro: [(identifier) @_macro (scoped_identifier name: (identifier) @_macro)]
  (token_tree [(string_literal) (raw_string_literal)] @comparison)
  (#match? @_macro rust-assertion))
(macro_invocation
  macro: [(identifier) @_macro (scoped_identifier name: (identifier) @_macro)]
  (token_tree (identifier) @_function . (token_tree . (_literal)) @comparison)
  (#match? @_macro rust-assertion)
  (#match? @_function rust-constructor))
(token_tree
  (identifier) @_macro . "!" . (token_tree (string_literal) @comparison)
  (#eq? @_macro "matches"))
(token_tree (string_literal) @comparison . ["==" "!="])
(token_tree ["==" "!="] . (string_literal) @comparison)
(token_tree
  (identifier) @_method . (token_tree . (_literal) @pattern)
  (#any-of? @_method part-tests "contains" "find" "strip_prefix"))
(macro_invocation
  macro: [(identifier) @_macro (scoped_identifier name: (identifier) @_macro)]
  (token_tree (_literal) @pattern)
  (#match? @_macro "regex"))
; What an assertion tests.
(macro_invocation
  macro: [(identifier) @_macro (scoped_identifier name: (identifier) @_macro)]
  (token_tree) @assertion
  (#match? @_macro "^(debug_|prop_)?assert"))

(token_tree "[") @container
(token_tree "{" "=>") @container
(token_tree (string_literal) @enumeration . "=>")
(macro_invocation
  macro: (identifier) @_macro
  (token_tree) @container
  (#any-of? @_macro "vec" "phf_set" "hashset"))

; What each item of is tested for, and a name of what something is looked up in.
(call_expression
  function: (_
    value: (call_expression function: (_ value: (array_expression) @pattern field: (_)))
    field: (field_identifier) @_method)
  arguments: (arguments) @_test
  (#any-of? @_method quantifiers)
  (#match? @_test part-test-call))
(call_expression
  function: (_
    value: [
      (identifier) @member
      (call_expression function: (_ value: (identifier) @member field: (_)))
    ]
    field: (field_identifier) @_method)
  (#any-of? @_method look-ups))

; Tables of models.
[(array_expression) (tuple_expression)] @container
(enum_item) @enumeration
(index_expression . (_) . (string_literal) @enumeration)
; What a match turns into ids.
(match_block
  (match_arm value: [
    (string_literal) (scoped_identifier)
    (call_expression function: (_ value: (string_literal) field: (_)))
    (call_expression function: (scoped_identifier) arguments: (_ . (string_literal) .))
  ])) @container
; The key of an entry that is added.
(call_expression
  function: (_ field: (field_identifier) @_method)
  arguments: (_
    . [
      (string_literal)
      (call_expression function: (_ value: (string_literal) field: (_)))
      (call_expression function: (scoped_identifier) arguments: (_ . (string_literal) .))
    ] @enumeration
    . (_) .)
  (#eq? @_method "insert"))

; Requests: the fields of a struct, the pairs of JSON in a macro.
(field_initializer_list) @mapping
(field_initializer field: (_) @argument.key value: (_) @argument.value) @argument
(shorthand_field_initializer (identifier) @argument.key @argument.value) @argument
(base_field_initializer (_) @spread)
(token_tree "{" (string_literal) . ":") @mapping @container
(token_tree
  (string_literal) @argument.key @argument . ":" . (_) @argument.value . ["," "}"])
; A value of several tokens is not known.
(token_tree (string_literal) @argument.key @argument . ":" . (_) . ["." "::" "!" "+" "-" "*" "/"])
(token_tree (string_literal) @argument.key @argument . ":" . (_) . (token_tree))
(token_tree (string_literal) @argument.key @argument . ":" . ["&" "-" "*"])
; Requests: the setters of a builder.
(call_expression function: (field_expression)) @chain
(call_expression
  function: (_ field: (field_identifier) @argument.key)
  arguments: (_ . (_) @argument.value .)) @argument
(call_expression
  function: (_ value: (_) @chain field: (field_identifier) @_put)
  arguments: (_
    . [
      (string_literal) @argument.key
      (call_expression function: (_ value: (string_literal) @argument.key))
    ]
    . (_) @argument.value .)
  (#eq? @_put "insert")) @argument

; What stands for a part of it: a default, a conversion, a bracket.
[(parenthesized_expression (_) @wrapper.value) (try_expression (_) @wrapper.value)] @wrapper
(reference_expression value: (_) @wrapper.value) @wrapper
(type_cast_expression value: (_) @wrapper.value) @wrapper
(block . (_) @wrapper.value .) @wrapper
(macro_invocation
  macro: (identifier) @_macro
  (token_tree . (_) @wrapper.value .)
  (#eq? @_macro "json")) @wrapper
(call_expression
  function: (_ value: (_) @wrapper.value field: (field_identifier) @_method)
  (#any-of? @_method
    "to_string" "to_owned" "into" "as_str" "as_ref" "clone" "unwrap" "expect" "parse")) @wrapper
(call_expression
  function: [(identifier) @_function (scoped_identifier name: (identifier) @_function)]
  arguments: (_ . (_) @wrapper.value .)
  (#any-of? @_function "Some" "Ok" "from" "Borrowed")) @wrapper
(call_expression
  function: (_ field: (field_identifier) @_method)
  arguments: (_ . (_) @wrapper.value .)
  (#any-of? @_method "unwrap_or" "or")) @wrapper
(call_expression
  function: (_ field: (field_identifier) @_method)
  arguments: (_ . (closure_expression body: (_) @wrapper.value) .)
  (#any-of? @_method "unwrap_or_else" "or_else")) @wrapper
(macro_invocation
  macro: (identifier) @_macro
  (token_tree) @wrapper.value
  (#eq? @_macro "concat")) @wrapper

; Names.
(let_declaration pattern: (identifier) @local.definition value: (_)? @binding.value) @binding
(const_item name: (identifier) @local.definition value: (_)? @binding.value) @binding
(static_item name: (identifier) @local.definition value: (_)? @binding.value) @binding
(assignment_expression
  left: (field_expression) @local.definition
  right: (_) @binding.value) @binding
; What is set may be a name from further out.
(assignment_expression
  left: (identifier) @local.definition @binding.outer
  right: (_) @binding.value) @binding
(compound_assignment_expr left: (identifier) @local.definition @binding.outer) @binding
(reference_expression
  (mutable_specifier)
  value: (identifier) @local.definition @binding.outer) @binding
(parameter pattern: (identifier) @local.definition) @binding
(closure_parameters (identifier) @local.definition @binding)
(tuple_pattern (identifier) @local.definition @binding)
(mut_pattern (identifier) @local.definition @binding)
(ref_pattern (identifier) @local.definition @binding)
(tuple_struct_pattern type: (_) (identifier) @local.definition @binding)
(captured_pattern . (identifier) @local.definition @binding)
(field_pattern name: (shorthand_field_identifier) @local.definition @binding)
(field_pattern pattern: (identifier) @local.definition @binding)
(match_pattern . (identifier) @local.definition @binding)
(for_expression pattern: (identifier) @local.definition) @binding
[
  (function_item) (mod_item) (impl_item) (trait_item) (struct_item) (enum_item)
  (closure_expression parameters: (closure_parameters (_)))
] @local.scope
(impl_item type: (type_identifier) @class.key) @class
(impl_item type: (generic_type type: (type_identifier) @class.key)) @class
(trait_item name: (type_identifier) @class.key) @class

; What is set in a mapping, or in an object, after it was made: `body["model"] = model`.
(assignment_expression
  left: [
    (index_expression . (identifier) @entry.owner . (string_literal) @entry.key)
    (field_expression value: (identifier) @entry.owner field: (field_identifier) @entry.key)
  ]
  right: (_) @entry.value) @entry
