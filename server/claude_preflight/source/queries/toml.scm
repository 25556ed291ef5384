(string) @literal
(comment) @prose

[(array) (inline_table)] @container

[(document) (table) (table_array_element) (inline_table)] @request
(pair
  . [(bare_key) (quoted_key) (dotted_key)] @argument.key
  (_) @argument.value .) @argument
