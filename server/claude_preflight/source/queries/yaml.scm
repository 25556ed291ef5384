[(plain_scalar) (double_quote_scalar) (single_quote_scalar) (block_scalar)] @literal
(comment) @prose

; Tables of models; a schema's `enum` and `examples` list by nature.
[(block_mapping) (flow_mapping) (block_sequence) (flow_sequence)] @container
(block_mapping_pair key: (_) @_key value: (_) @enumeration (#any-of? @_key "enum" "examples"))
(flow_pair key: (_) @_key value: (_) @enumeration (#any-of? @_key "enum" "examples"))

[(block_mapping) (flow_mapping)] @request
(block_mapping_pair key: (_) @argument.key value: (_) @argument.value) @argument
(flow_pair key: (_) @argument.key value: (_) @argument.value) @argument
