(string) @literal
(comment) @prose

; Tables of models; a schema's `enum` and `examples` list by nature.
[(array) (object)] @container
(pair
  key: (string (string_content) @_key)
  value: (array) @enumeration
  (#any-of? @_key "enum" "examples"))

(object) @request
(pair key: (_) @argument.key value: (_) @argument.value) @argument
