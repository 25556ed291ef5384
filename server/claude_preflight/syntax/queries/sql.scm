; Literals and what makes them more, or less, than a plain value.
(literal) @literal
((_ . left: (_) operator: (op_other) @_operator (literal) @interpolated) (#eq? @_operator "||"))
((_ . left: (literal) @interpolated operator: (op_other) @_operator) (#eq? @_operator "||"))
(_
  . (object_reference name: (identifier) @_function)
  parameter: (term value: (literal) @interpolated)
  (#match? @_function "^(?i:concat|concat_ws|format)$"))
[(comment) (marginalia)] @prose
(comment_statement (literal) @prose)

; A whole id compared is a dead branch; a part of an id tested is a pattern.
(_
  . left: [(literal) (cast (literal))] @comparison
  operator: ["=" "!=" "<>" (is_not) (distinct_from) (not_distinct_from)])
(_
  . left: (_)
  . operator: ["=" "!=" "<>" (is_not) (distinct_from) (not_distinct_from)]
  right: [(literal) (cast (literal))] @comparison)
; Without a semicolon the grammar takes the next statement for a part of the one before.
(binary_expression
  (ERROR (keyword_where))
  . operator: ["=" "!=" "<>"]
  right: [(literal) (cast (literal))] @comparison)
(_ . left: (_) operator: [(keyword_in) (not_in)] right: (list) @comparison)
(unary_expression
  operator: (keyword_any)
  operand: (parenthesized_expression [(array) (literal)] @comparison))
(_ . (keyword_case) (keyword_when) . [(literal) (cast (literal))] @comparison)
(_
  . (object_reference name: (identifier) @_function)
  parameter: (term value: (literal) @comparison)
  (#match? @_function "^(?i:nullif|find_in_set|strcmp)$"))
(_
  . left: (_)
  operator: [
    (keyword_like) (not_like) (keyword_rlike) (not_rlike) (similar_to) (not_similar_to)
  ]
  right: (literal) @pattern)
(_ . left: (_) operator: (op_other) @_operator right: (literal) @pattern (#match? @_operator "~"))
(_
  . (object_reference name: (identifier) @_function)
  parameter: (term value: (literal) @pattern)
  (#match? @_function
    "^(?i:replace|regexp\\w*|position|strpos|instr|locate|charindex|starts_with|split_part|l?r?trim|translate|glob)$"))

((literal) @pattern (#match? @pattern "^'[(^]"))

; Rows that tell how a model was used, or what it said.
((insert (object_reference name: (identifier) @_table) (list (literal) @prose))
  (#match? @_table "^(?i:\\w*(usage|logs?|messages|metrics|events|traces|spans|generations))$")
  (#match? @prose one-word))
((insert (list (column (identifier) @_column)) (list (literal) @prose))
  (#match? @_column "^(?i:(input|output|prompt|completion|total)_?tokens\\w*|latency\\w*|duration\\w*)$")
  (#match? @prose one-word))

; Tables of models: the rows of a statement, an array; prices; and what a column may hold.
[(insert) (values) (list) (array)] @container
((insert (object_reference name: (identifier) @_table)) @enumeration
  (#match? @_table price-name))
((insert (list (column (identifier) @_column))) @enumeration
  (#match? @_column price-name))
[(enum) (enum_elements)] @enumeration
; What several arms turn into ids; what is left over is a default.
[
  (_ . (keyword_case) (keyword_then) . (literal) @enumeration . (comment)* . (keyword_when))
  (_ . (keyword_case) (literal) . (comment)* . (keyword_when) . (_) . (keyword_then) . (literal) @enumeration)
]
(alter_type (literal) @enumeration)
[
  (column_definition (keyword_check) (_ right: (list (literal) @enumeration)))
  (column_definition
    (keyword_check) (_ (_ right: (list (literal) @enumeration))))
  (constraint (keyword_check) (_ right: (list (literal) @enumeration)))
  (constraint
    (keyword_check) (_ (_ right: (list (literal) @enumeration))))
]

; Requests: what an update sets together.
(update) @mapping
(assignment
  left: (field name: (identifier) @argument.key)
  right: (_) @argument.value) @argument

; What stands for a part of it: a conversion, brackets, a default.
(cast (literal) @wrapper.value) @wrapper
(parenthesized_expression (literal) @wrapper.value) @wrapper
(_
  . (object_reference name: (identifier) @_function)
  parameter: (term) . parameter: (term value: (literal) @wrapper.value) .
  (#match? @_function "^(?i:coalesce|ifnull|isnull|nvl)$")) @wrapper
