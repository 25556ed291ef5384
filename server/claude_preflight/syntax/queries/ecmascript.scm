; What JavaScript and TypeScript share.

; Literals and what makes them more, or less, than a plain value.
[(string) (template_string)] @literal
(template_string (template_substitution)) @interpolated
(_ . left: (_) operator: "+") @concatenation
(comment) @prose
(expression_statement [(string) (template_string)] @prose)
; What a thing is called on a page is no value.
(pair key: (_) @_key value: (string) @prose
  (#any-of? @_key display-keys "displayName")
  (#not-match? @prose white-space))

; A whole id compared is a dead branch; a part of an id tested is a pattern.
(_ . left: [(string) (template_string)] @comparison operator: ["==" "===" "!=" "!=="])
(_
  . left: (_)
  operator: ["==" "===" "!=" "!=="]
  right: [(string) (template_string)] @comparison)
(switch_case value: (string) @comparison)
(_ . object: (array) @comparison property: (property_identifier) @_method
  (#any-of? @_method membership-tests quantifiers))
(new_expression
  constructor: (identifier) @_class
  arguments: (arguments . [(string) (template_string)] @pattern)
  (#eq? @_class "RegExp"))
; What methods do with what they are given. One pattern with a name for each test takes a fraction
; of the time of one each to compile.
(_
  . [
    ; What is compared.
    (
      [function: (_ property: (property_identifier) @_equal)]
      arguments: (arguments . [(string) (template_string) (array) (object)] @comparison .))
    (
      [function: (_ property: (property_identifier) @_called)]
      arguments: (arguments [(string) (template_string) (array) (object)] @comparison))
    (
      [function: (_ property: (property_identifier) @_second)]
      arguments: (arguments . (_) . [(string) (template_string) (array) (object)] @comparison))
    ; What is tested for in parts.
    (
      [function: (_ property: (property_identifier) @_part)]
      arguments: (arguments [(string) (template_string)] @pattern))
  ]
  (#any-of? @_equal
    equality-tests "toContain" "toContainEqual" "toMatchObject" "toHaveValue" "toHaveDisplayValue"
    "toHaveTextContent" "toMatchInlineSnapshot" "objectContaining" "arrayContaining" "getByText" "queryByText"
    "findByText" "getByDisplayValue" "equal" "eql" "has")
  (#any-of? @_called
    "toHaveBeenCalledWith" "toHaveBeenLastCalledWith" "toHaveBeenNthCalledWith" "calledWith")
  (#any-of? @_second
    "equal" "notEqual" "strictEqual" "notStrictEqual" "deepEqual" "toHaveProperty")
  (#any-of? @_part part-tests "includes" "match" "matchAll" "search" "test"))
(_
  . [
    ; What each item of is tested for: `["id"].some((name) => model.includes(name))`. Who asks the
    ; first one that is on offer looks it up in a list, so what a name is looked for in matters then.
    (
      [function: (_ object: (array) @pattern property: (property_identifier) @_each)]
      arguments: (arguments) @_test)
    (
      [function: (_ object: (array) @pattern property: (property_identifier) @_find)]
      arguments: (arguments) @_named_test)
  ]
  (#any-of? @_each quantifiers)
  (#match? @_test part-test-call)
  (#any-of? @_find "find" "filter")
  (#match? @_named_test "([mM]odel|[nN]ame|[iI]d|Case\\(\\))\\??\\.(includes|startsWith|endsWith)\\("))
(_
  . [
    ; What an assertion expects.
    ([function: (_ property: (property_identifier) @_expect)] arguments: (arguments) @assertion)
    (
      [function: (_ object: (identifier) @_t property: (property_identifier) @_assert)]
      arguments: (arguments) @assertion)
    ; What lists by nature in a schema.
    (
      [function: (_ property: (property_identifier) @_enum)]
      arguments: (arguments (array) @enumeration))
  ]
  (#match? @_expect "^to(Be|Equal|StrictEqual|Match|Contain|Have|Throw)")
  (#eq? @_t "t")
  (#match? @_assert "^(is|not|deepEqual|like|equal|same|truthy|falsy|true|false|ok|notOk|throws)$")
  (#any-of? @_enum "enum" "picklist" "oneOf"))
(for_in_statement
  right: (array) @pattern
  body: (statement_block) @_test
  (#match? @_test
    "^\\{\\s*if \\([^ ]*([mM]odel|[nN]ame|[iI]d|Case\\(\\))\\??\\.(includes|startsWith|endsWith)\\("))
; A name of what something is looked up in.
(_ . object: (identifier) @member property: (property_identifier) @_method
  (#any-of? @_method look-ups "has"))
(regex) @pattern
(pair key: (_) @_key value: (string) @pattern (#eq? @_key "family"))

; What an assertion tests.
(_
  . function: [
    (identifier) @_function (member_expression object: (identifier) @_function)
  ]
  arguments: (arguments) @assertion
  (#match? @_function assertion))
(_
  . function: [
    (identifier) @_function (member_expression object: (identifier) @_function)
  ]
  arguments: (arguments (arrow_function body: (_) @assertion))
  (#match? @_function assertion))
(_
  . object: (call_expression) @assertion property: (property_identifier) @_should
  (#eq? @_should "should"))

; Tables of models, and what looks into one by id.
[(array) (object) (switch_body)] @container
(subscript_expression index: [(string) (template_string)] @enumeration)

; Requests: the pairs of an object.
(object) @mapping
(pair key: (_) @argument.key value: (_) @argument.value) @argument
(object (shorthand_property_identifier) @argument.key @argument.value @argument)
(spread_element (_) @spread)
; Requests over HTTP.
(_
  . function: [
    (identifier) @_function (_ property: (property_identifier) @_function)
  ]
  arguments: (arguments) @call
  (#any-of? @_function http-senders))

; What stands for a part of it: a default, a bracket.
(parenthesized_expression (_) @wrapper.value) @wrapper
; JSON that is written of a value stands for it.
(_
  . function: (_ property: (property_identifier) @_method)
  arguments: (arguments . (_) @wrapper.value)
  (#any-of? @_method json-writers)) @wrapper
(_
  . function: (_ property: (property_identifier) @_method)
  arguments: (arguments . (call_expression) @wrapper.value)
  (#any-of? @_method "from" "encode")) @wrapper
(_ . left: (_) operator: ["??" "||"] right: (_) @wrapper.value) @wrapper
(_
  . function: (identifier) @_function
  arguments: (arguments . (_) @wrapper.value)
  (#any-of? @_function model-factories)) @wrapper
(_
  . function: (_) @_function
  arguments: (arguments . (_) . (string) @wrapper.value .)
  (#match? @_function environment)) @wrapper

; Names.
(variable_declarator name: (identifier) @local.definition value: (_) @binding.value) @binding
(variable_declarator name: (identifier) @local.definition !value) @binding
(assignment_expression
  left: (member_expression) @local.definition
  right: (_) @binding.value) @binding
; What a function sets without declaring it, others see.
(assignment_expression
  left: (identifier) @local.definition @binding.outer
  right: (_) @binding.value) @binding
(augmented_assignment_expression left: (identifier) @local.definition @binding.outer) @binding
(update_expression argument: (identifier) @local.definition @binding.outer) @binding
(object_assignment_pattern
  left: (shorthand_property_identifier_pattern) @local.definition
  right: (_) @binding.value) @binding
(object_pattern (shorthand_property_identifier_pattern) @local.definition @binding)
(object_pattern (pair_pattern value: (identifier) @local.definition)) @binding
(array_pattern (identifier) @local.definition @binding)
(rest_pattern (identifier) @local.definition @binding)
(arrow_function parameter: (identifier) @local.definition @binding)
(for_in_statement left: (identifier) @local.definition) @binding
(catch_clause parameter: (identifier) @local.definition) @binding
[
  (function_declaration) (function_expression) (arrow_function) (method_definition)
  (generator_function_declaration) (class_declaration) (class) (template_substitution)
] @local.scope
(class_declaration name: (_) @class.key) @class
(class) @class

; What is set in a mapping, or in an object, after it was made: `body["model"] = model`.
(assignment_expression
  left: (subscript_expression object: (identifier) @entry.owner index: (string) @entry.key)
  right: (_) @entry.value) @entry
(assignment_expression
  left: (_ object: (identifier) @entry.owner
    property: (property_identifier) @entry.key)
  right: (_) @entry.value) @entry
