; Text about models; a label is none.
(document) @prose
(target) @pattern

; Code is that of its own language, and an example of it.
((literal_block) @injection.content (#set! example))
(directive
  name: (type) @_type
  body: (body (content) @injection.content)
  (#set! example)
  (#match? @_type
    "^(code|code-block|code-cell|sourcecode|highlight|parsed-literal|raw|prompt|testcode|ipython|jupyter-execute)$"))
(directive
  name: (type) @_type
  body: (body . (arguments) @injection.language (content) @injection.content)
  (#match? @_type "^(code|code-block|code-cell|sourcecode|raw|prompt)$"))
(directive
  name: (type) @_type
  body: (body (content) @injection.content)
  (#set! injection.language "python")
  (#match? @_type "^(testcode|ipython|jupyter-execute)$"))
; Other directives hold text, with directives of its own.
(directive
  name: (type) @_type
  body: (body (content) @injection.content)
  (#set! injection.language "rst")
  (#not-match? @_type
    "^(code|code-block|code-cell|sourcecode|highlight|parsed-literal|raw|prompt|testcode|ipython|jupyter-execute)$"))
