; What JavaScript and TypeScript share.

; Literals and what makes them more, or less, than a plain value.
[(string) (template_string)] @literal
(template_string (template_substitution)) @interpolated
(binary_expression "+") @concatenation
(comment) @prose
(expression_statement [(string) (template_string)] @prose)
; What a thing is called on a page is no value.
(pair key: (_) @_key value: (string) @prose
  (#any-of? @_key display-keys "displayName")
  (#not-match? @prose white-space))

; A whole id compared is a dead branch; a part of an id tested is a pattern.
(binary_expression
  left: [(string) (template_string)]? @comparison
  operator: ["==" "===" "!=" "!=="]
  right: [(string) (template_string)]? @comparison)
(switch_case value: (string) @comparison)
(member_expression object: (array) @comparison property: (property_identifier) @_method
  (#any-of? @_method membership-tests quantifiers))
(call_expression
  function: (member_expression property: (property_identifier) @_method)
  arguments: (arguments . [(string) (template_string) (array) (object)] @comparison .)
  (#any-of? @_method
    equality-tests "toContain" "toContainEqual" "toMatchObject" "toHaveValue" "toHaveDisplayValue"
    "toHaveTextContent" "toMatchInlineSnapshot" "objectContaining" "arrayContaining" "getByText" "queryByText"
    "findByText" "getByDisplayValue" "equal" "eql" "has"))
(call_expression
  function: (member_expression property: (property_identifier) @_method)
  arguments: (arguments [(string) (template_string) (array) (object)] @comparison)
  (#any-of? @_method
    "toHaveBeenCalledWith" "toHaveBeenLastCalledWith" "toHaveBeenNthCalledWith" "calledWith"))
(call_expression
  function: (member_expression property: (property_identifier) @_method)
  arguments: (arguments . (_) . [(string) (template_string) (array) (object)] @comparison)
  (#any-of? @_method
    "equal" "notEqual" "strictEqual" "notStrictEqual" "deepEqual" "toHaveProperty"))
(call_expression
  function: (member_expression property: (property_identifier) @_method)
  arguments: (arguments [(string) (template_string)] @pattern)
  (#any-of? @_method part-tests "includes" "match" "matchAll" "search" "test"))
(new_expression
  constructor: (identifier) @_class
  arguments: (arguments . [(string) (template_string)] @pattern)
  (#eq? @_class "RegExp"))
; What each item of is tested for: `["id"].some((name) => model.includes(name))`. Who asks the first
; one that is on offer looks it up in a list, so what a name is looked for in matters then.
(call_expression
  function: (member_expression object: (array) @pattern property: (property_identifier) @_method)
  arguments: (arguments) @_test
  (#any-of? @_method quantifiers)
  (#match? @_test part-test-call))
(call_expression
  function: (member_expression object: (array) @pattern property: (property_identifier) @_method)
  arguments: (arguments) @_test
  (#any-of? @_method "find" "filter")
  (#match? @_test "([mM]odel|[nN]ame|[iI]d|Case\\(\\))\\??\\.(includes|startsWith|endsWith)\\("))
(for_in_statement
  right: (array) @pattern
  body: (statement_block) @_test
  (#match? @_test
    "^\\{\\s*if \\([^ ]*([mM]odel|[nN]ame|[iI]d|Case\\(\\))\\??\\.(includes|startsWith|endsWith)\\("))
; A name of what something is looked up in.
(member_expression object: (identifier) @member property: (property_identifier) @_method
  (#any-of? @_method look-ups "has"))
(regex) @pattern
(pair key: (_) @_key value: (string) @pattern (#eq? @_key "family"))

; What an assertion tests, and what it expects.
(call_expression
  function: [
    (identifier) @_function (member_expression object: (identifier) @_function)
  ]
  arguments: (arguments) @assertion
  (#match? @_function assertion))
(call_expression
  function: [
    (identifier) @_function (member_expression object: (identifier) @_function)
  ]
  arguments: (arguments (arrow_function body: (_) @assertion))
  (#match? @_function assertion))
(call_expression
  function: (member_expression property: (property_identifier) @_method)
  arguments: (arguments) @assertion
  (#match? @_method "^to(Be|Equal|StrictEqual|Match|Contain|Have|Throw)"))
(member_expression
  object: (call_expression) @assertion property: (property_identifier) @_should
  (#eq? @_should "should"))
(call_expression
  function: (member_expression object: (identifier) @_test property: (property_identifier) @_method)
  arguments: (arguments) @assertion
  (#eq? @_test "t")
  (#match? @_method "^(is|not|deepEqual|like|equal|same|truthy|falsy|true|false|ok|notOk|throws)$"))

; Tables of models, and what looks into one by id; a schema's enumeration lists by nature.
[(array) (object) (switch_body)] @container
(subscript_expression index: [(string) (template_string)] @enumeration)
(call_expression
  function: (member_expression property: (property_identifier) @_method)
  arguments: (arguments (array) @enumeration)
  (#any-of? @_method "enum" "picklist" "oneOf"))

; Requests: the pairs of an object.
(object) @mapping
(pair key: (_) @argument.key value: (_) @argument.value) @argument
(object (shorthand_property_identifier) @argument.key @argument.value @argument)
(spread_element (_) @spread)
; Requests over HTTP.
(call_expression
  function: [
    (identifier) @_function (member_expression property: (property_identifier) @_function)
  ]
  arguments: (arguments) @call
  (#any-of? @_function http-senders))

; What stands for a part of it: a default, a bracket.
(parenthesized_expression (_) @wrapper.value) @wrapper
; JSON that is written of a value stands for it.
(call_expression
  function: (member_expression property: (property_identifier) @_method)
  arguments: (arguments . (_) @wrapper.value)
  (#any-of? @_method json-writers)) @wrapper
(call_expression
  function: (member_expression property: (property_identifier) @_method)
  arguments: (arguments . (call_expression) @wrapper.value)
  (#any-of? @_method "from" "encode")) @wrapper
(binary_expression ["??" "||"] right: (_) @wrapper.value) @wrapper
(call_expression
  function: (identifier) @_function
  arguments: (arguments . (_) @wrapper.value)
  (#any-of? @_function model-factories)) @wrapper
(call_expression
  function: (_) @_function
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
  left: (member_expression
    object: (identifier) @entry.owner
    property: (property_identifier) @entry.key)
  right: (_) @entry.value) @entry
