; Literals and what makes them more, or less, than a plain value.
(string) @literal
(string (interpolation)) @interpolated
(_ . left: (string) @interpolated operator: ["%" "*"])
(concatenated_string) @concatenation
(_ . left: (_) operator: "+") @concatenation
(comment) @prose
(expression_statement (string) @prose)
; What a thing is called on a page or in a help text is no value.
(keyword_argument name: (identifier) @_key value: (string) @prose
  (#any-of? @_key display-keys "help" "metavar" "display_name")
  (#not-match? @prose white-space))

; A whole id compared is a dead branch; a part of an id tested is a pattern.
(comparison_operator
  [
    (string) @comparison
    (concatenated_string) @comparison
    (binary_operator) @comparison
    (list) @comparison
    (tuple) @comparison
    (set) @comparison
    (dictionary) @comparison
    (parenthesized_expression (string) @comparison)
  ])
(_
  . (string) @pattern . operators: ["in" "not in"] . [(identifier) (attribute) (call) (subscript)])
(_
  . function: (_ attribute: (identifier) @_method)
  arguments: (argument_list [(string) (list) (tuple) (set) (dictionary)] @comparison)
  (#any-of? @_method equality-tests "assertIn" "assertNotIn" "assertDictEqual" "assertListEqual"))
(_
  . function: (_ attribute: (identifier) @_method)
  arguments: (argument_list) @comparison
  (#any-of? @_method "assert_called_with" "assert_called_once_with" "assert_any_call"))
(case_pattern [(string) (union_pattern)] @comparison)
(_
  . function: (_ attribute: (identifier) @_method)
  arguments: (argument_list [(string) (tuple)] @pattern)
  (#any-of? @_method
    part-tests "find" "index" "count" "removeprefix" "removesuffix" "strip" "lstrip" "rstrip"
    "partition" "rpartition"))
(_
  . function: (_ object: (identifier) @_module)
  arguments: (argument_list . (string) @pattern)
  (#any-of? @_module "re" "regex" "fnmatch"))

; What each item of is tested for: `any(name in model for name in ["id"])`. Who asks the first one
; that is on offer looks it up in a list, so what a name is looked for in matters then.
(generator_expression
  body: (_) @_test
  (_ right: [(list) (tuple) (set)] @pattern)
  (#match? @_test "^\\w+ (not )?in |\\.(starts|ends)with\\("))
(generator_expression
  body: (_) @_test
  (_ right: [(list) (tuple) (set)] @comparison)
  (#match? @_test "[!=]="))
([
  (generator_expression
    (for_in_clause right: [(list) (tuple) (set)] @pattern)
    (if_clause) @_test)
  (list_comprehension
    (for_in_clause right: [(list) (tuple) (set)] @pattern)
    (if_clause) @_test)
  (for_statement right: [(list) (tuple) (set)] @pattern body: (block) @_test)
]
  (#match? @_test
    "^if (\\w+ in [\\w.]*(model|name|lower)(\\(\\))?(:|$)|[\\w.()]+\\.(starts|ends)with\\()"))
; A name of what something is looked up in.
(comparison_operator ["in" "not in"] (identifier) @member .)
(for_in_clause right: (identifier) @member)

; What an assertion tests.
(assert_statement) @assertion
(_
  . function: [(identifier) @_function (_ attribute: (identifier) @_function)]
  arguments: (argument_list) @assertion
  (#match? @_function assertion "^raises$"))
(_
  . function: [(identifier) @_function (_ attribute: (identifier) @_function)]
  arguments: (argument_list (lambda body: (_) @assertion))
  (#match? @_function assertion "^raises$"))

; Tables of models, and what looks into one by id.
[(list) (tuple) (set) (dictionary)] @container
(match_statement body: (block) @container)
(_ . value: (_) subscript: [(string) (tuple)] @enumeration)
(keyword_argument name: (identifier) @_key value: (_) @enumeration
  (#any-of? @_key "examples" "example"))
(generic_type (identifier) @_type (#eq? @_type "Literal")) @enumeration
(subscript value: (_) @_type (#match? @_type "(^|\\.)Literal$")) @enumeration
(class_definition
  superclasses: (argument_list) @_bases
  body: (block) @enumeration
  (#match? @_bases "Enum"))

; Requests: keyword arguments of a call, pairs of a dictionary.
(argument_list) @call
(dictionary) @mapping
(keyword_argument name: (identifier) @argument.key value: (_) @argument.value) @argument
(pair key: (_) @argument.key value: (_) @argument.value) @argument
(dictionary_splat (_) @spread)

; What stands for a part of it: a default, a bracket.
(parenthesized_expression (_) @wrapper.value) @wrapper
; JSON that is written of a value stands for it.
(_
  . function: [(identifier) @_function (_ attribute: (identifier) @_method)]
  arguments: (argument_list . (_) @wrapper.value)
  (#any-of? @_function model-factories "dumps" "bytes")
  (#any-of? @_method json-writers)) @wrapper
(_
  . function: (_ object: (call) @wrapper.value attribute: (identifier) @_method)
  (#any-of? @_method text-conversions)) @wrapper
(_ . left: (_) operator: "or" right: (_) @wrapper.value) @wrapper
(_
  . function: [(identifier) @_function (_ attribute: (identifier) @_function)]
  arguments: (argument_list . (_) . (string) @wrapper.value .)
  (#any-of? @_function "getenv" "get" "getattr" "pop" "setdefault" "env" "config")) @wrapper
(_
  . function: (_)
  arguments: (argument_list
    (keyword_argument name: (identifier) @_default value: (_) @wrapper.value))
  (#eq? @_default "default")) @wrapper
(_
  . function: (identifier) @_function
  arguments: (argument_list . (string) @wrapper.value)
  (#eq? @_function "Field")) @wrapper

; Names.
(assignment left: [(identifier) (attribute)] @local.definition right: (_) @binding.value) @binding
(assignment left: (identifier) @local.definition !right) @binding
(augmented_assignment left: (identifier) @local.definition) @binding
(named_expression name: (identifier) @local.definition value: (_) @binding.value) @binding
(default_parameter name: (identifier) @local.definition value: (_) @binding.value) @binding
(typed_default_parameter name: (identifier) @local.definition value: (_) @binding.value) @binding
(parameters (identifier) @local.definition @binding)
(typed_parameter (identifier) @local.definition) @binding
(lambda_parameters (identifier) @local.definition @binding)
(list_splat_pattern (identifier) @local.definition @binding)
(dictionary_splat_pattern (identifier) @local.definition @binding)
(splat_pattern (identifier) @local.definition @binding)
(case_pattern (dotted_name . (identifier) @local.definition @binding .))
(import_from_statement name: (dotted_name) @local.definition @binding)
(import_statement name: (dotted_name . (identifier) @local.definition @binding))
(aliased_import alias: (identifier) @local.definition @binding)
(for_statement left: (_) @local.definition) @binding
(for_in_clause left: (_) @local.definition) @binding
(as_pattern_target) @local.definition @binding
(pattern_list (identifier) @local.definition) @binding
; What a function sets outside of itself, other functions see.
(global_statement (identifier) @local.definition @binding.outer @binding)
(nonlocal_statement (identifier) @local.definition @binding.outer @binding)
(class_definition name: (identifier) @class.key) @class
[(function_definition) (class_definition) (lambda) (interpolation)] @local.scope

; What is set in a mapping, or in an object, after it was made: `body["model"] = model`.
(assignment
  left: (_ value: (identifier) @entry.owner subscript: (string) @entry.key)
  right: (_) @entry.value) @entry
(assignment
  left: (_ object: (identifier) @entry.owner attribute: (identifier) @entry.key)
  right: (_) @entry.value) @entry
