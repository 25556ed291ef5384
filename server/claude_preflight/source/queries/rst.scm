; Text about models; a label is none.
(document) @prose
(target) @pattern

; Code is that of its own language, and an example of it.
((literal_block) @embedded (#set! example))
(directive
  name: (type) @_type
  body: (body (content) @embedded)
  (#match? @_type
    "^(code|code-block|code-cell|sourcecode|highlight|parsed-literal|raw|prompt|testcode|ipython|jupyter-execute)$")
  (#set! example))
(directive
  name: (type) @_type
  body: (body . (arguments) @embedded.language (content) @embedded)
  (#match? @_type "^(code|code-block|code-cell|sourcecode|raw|prompt)$"))
(directive
  name: (type) @_type
  body: (body (content) @embedded)
  (#match? @_type "^(testcode|ipython|jupyter-execute)$")
  (#set! language "python"))
; Other directives hold text, with directives of its own.
(directive
  name: (type) @_type
  body: (body (content) @embedded)
  (#not-match? @_type
    "^(code|code-block|code-cell|sourcecode|highlight|parsed-literal|raw|prompt|testcode|ipython|jupyter-execute)$")
  (#set! language "rst"))
