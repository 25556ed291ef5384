; Literals and comments. What a thing is called on a page is no value, even if it is an id.
[(plain_scalar) (double_quote_scalar) (single_quote_scalar) (block_scalar)] @literal
(comment) @prose
(block_mapping_pair key: (flow_node) @_key value: (flow_node) @prose
  (#any-of? @_key display-keys)
  (#not-match? @prose white-space))
(block_mapping_pair key: (flow_node) @_key value: (_) @prose
  (#any-of? @_key "tags" "keywords" "categories"))
(flow_pair key: (flow_node) @_key value: (flow_node) @prose
  (#any-of? @_key display-keys)
  (#not-match? @prose white-space))

(block_mapping_pair
  key: (flow_node) @_key
  value: (block_node (block_mapping (block_mapping_pair value: (flow_node) @prose)))
  (#any-of? @_key display-keys)
  (#not-match? @prose white-space))

; What something is tested for in parts, or a part of a name.
(block_mapping_pair key: (flow_node) @_key value: (_) @pattern
  (#any-of? @_key part-keys "slug"))
(flow_pair key: (flow_node) @_key value: (_) @pattern
  (#any-of? @_key part-keys "slug"))

; Tables of models; a schema's `enum` and `examples` list by nature, and so do choices.
[(block_mapping) (flow_mapping) (block_sequence) (flow_sequence)] @container
(block_mapping_pair key: (_) @_key value: (_) @enumeration (#any-of? @_key schema-keys "const"))
(flow_pair key: (_) @_key value: (_) @enumeration (#any-of? @_key schema-keys "const"))
(block_mapping_pair
  key: (flow_node) @_key
  value: [(block_node (block_sequence) @enumeration) (flow_node (flow_sequence) @enumeration)]
  (#any-of? @_key choice-keys))
; A proxy's own name for a model, which clients ask for.
(block_mapping
  . (block_mapping_pair key: (flow_node) @_key value: (flow_node) @enumeration)
  . (block_mapping_pair key: (flow_node) @_other)
  (#set! needs "model_name")
  (#eq? @_key "model_name")
  (#eq? @_other "litellm_params"))

; Requests.
[(block_mapping) (flow_mapping)] @mapping
(block_mapping_pair key: (_) @argument.key value: (_) @argument.value) @argument
(flow_pair key: (_) @argument.key value: (_) @argument.value) @argument

; An anchor is a name for what it stands at.
(flow_node
  (anchor (anchor_name) @local.definition)
  [
    (plain_scalar) (double_quote_scalar) (single_quote_scalar) (flow_mapping) (flow_sequence)
  ] @binding.value) @binding
(block_node (anchor (anchor_name) @local.definition) (block_mapping) @binding.value) @binding
(alias (alias_name) @wrapper.value) @wrapper
(block_mapping_pair key: (flow_node) @_key value: (_) @spread (#eq? @_key "<<"))

; What is run: the steps of a workflow, the command of a container.
(block_mapping_pair
  key: (flow_node) @_key
  value: [
    (flow_node [(plain_scalar) (double_quote_scalar) (single_quote_scalar)] @injection.content)
    (block_node (block_scalar) @injection.content)
  ]
  (#set! injection.language "shell")
  (#set! literal)
  (#match? @_key command-key))
(block_sequence_item
  [
    (flow_node [(plain_scalar) (double_quote_scalar) (single_quote_scalar)] @injection.content)
    (block_node (block_scalar) @injection.content)
  ]
  (#set! injection.language "shell")
  (#set! literal)
  (#match? @injection.content "^[\"'|>+-]*\\s*([A-Z_]+=\\S+ )*[^A-Z]*\\s--?[a-z]"))
; Code under a key that says so, or beside one that names its language.
(block_mapping_pair
  key: (flow_node) @_key
  value: [
    (flow_node (double_quote_scalar) @injection.content)
    (block_node (block_scalar) @injection.content)
  ]
  (#set! injection.language "javascript")
  (#set! literal)
  (#match? @_key javascript-key))
(block_mapping_pair
  key: (flow_node) @_key
  value: [
    (flow_node (double_quote_scalar) @injection.content)
    (block_node (block_scalar) @injection.content)
  ]
  (#set! injection.language "python")
  (#set! literal)
  (#match? @_key python-key))
(block_mapping
  (block_mapping_pair
    key: (flow_node) @_key
    value: [
      (flow_node (double_quote_scalar) @injection.content)
      (block_node (block_scalar) @injection.content)
    ])
  . (block_mapping_pair key: (flow_node) @_language value: (flow_node) @injection.language)
  (#set! literal)
  (#set! needs "code")
  (#eq? @_key "code")
  (#any-of? @_language code-language-keys))
; Conditions are read line by line.
(block_mapping_pair
  key: (flow_node) @_key
  value: (flow_node (plain_scalar) @injection.content)
  (#set! injection.language "text")
  (#eq? @_key "if"))
; Files below their names: `config.yaml: |`.
(block_mapping_pair
  key: (flow_node) @injection.language
  value: (block_node (block_scalar) @injection.content)
  (#set! literal)
  (#match? @injection.language "\\.[a-z0-9]+[\"']?$"))
; Settings in a text of their own: lines of an environment, the values of a chart.
(block_mapping_pair
  key: (flow_node) @_key
  value: (block_node (block_scalar) @injection.content)
  (#set! injection.language "dotenv")
  (#set! literal)
  (#match? @_key "^(.*_)?(env|environment)$"))
(block_mapping_pair
  key: (flow_node) @_key
  value: (block_node (block_scalar) @injection.content)
  (#set! injection.language "yaml")
  (#set! literal)
  (#match? @_key "([cC]onfig|[sS]ettings|[vV]alues|valuesContent)$"))
; An example in a description of an API.
(block_mapping_pair
  key: (flow_node) @_key
  value: (_) @injection.content
  (#set! injection.language "yaml")
  (#set! example)
  (#eq? @_key "example"))
