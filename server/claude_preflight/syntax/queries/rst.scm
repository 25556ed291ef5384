; Text about models; a label is none.
(document) @prose
(target) @pattern

; Code is that of its own language, and an example of it.
((literal_block) @injection.content (#set! example))
(directive
  name: (type) @_type
  body: (body (content) @injection.content)
  (#set! example)
  (#match? @_type language-directive python-directive code-directive))
(directive
  name: (type) @_type
  body: (body . (arguments) @injection.language (content) @injection.content)
  (#match? @_type language-directive))
(directive
  name: (type) @_type
  body: (body (content) @injection.content)
  (#set! injection.language "python")
  (#match? @_type python-directive))
; Other directives hold text, with directives of its own.
(directive
  name: (type) @_type
  body: (body (content) @injection.content)
  (#set! injection.language "rst")
  (#not-match? @_type language-directive python-directive code-directive))
