[(string) (quoted_key)] @literal
(comment) @prose

[(array) (inline_table)] @container
(table [(quoted_key) (dotted_key)] @enumeration)

[(table) (table_array_element) (inline_table)] @request
(document (pair)) @request
(pair
  . [(bare_key) (quoted_key) (dotted_key)] @argument.key
  (_) @argument.value .) @argument
