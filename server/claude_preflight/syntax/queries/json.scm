; Literals and comments. What a thing is called on a page is no value, even if it is an id.
(string) @literal
; A name that a shell puts something in the place of.
((string) @interpolated (#match? @interpolated "^\"\\$\\w+\"$"))
(comment) @prose
(pair key: (string (string_content) @_key) value: (string) @prose
  (#any-of? @_key display-keys "markdownDescription" "$comment")
  (#not-match? @prose white-space))

(pair
  key: (string (string_content) @_key)
  value: (object (pair value: (string) @prose))
  (#any-of? @_key display-keys)
  (#not-match? @prose white-space))

; What something is tested for in parts, or a part of a name.
(pair key: (string (string_content) @_key) value: (_) @pattern
  (#any-of? @_key part-keys))

; Tables of models; a schema's `enum` and `examples` list by nature, and so do choices.
[(array) (object)] @container
(pair key: (string (string_content) @_key) value: (array) @enumeration
  (#any-of? @_key schema-keys choice-keys))
(pair key: (string (string_content) @_key) value: (string) @enumeration
  (#eq? @_key "const"))

; Requests.
(object) @mapping
(pair key: (_) @argument.key value: (_) @argument.value) @argument

; What is run: the scripts of a package, the command of a task or a server.
(pair
  key: (string (string_content) @_key)
  value: (object (pair value: (string) @injection.content))
  (#set! injection.language "shell")
  (#set! literal)
  (#set! needs "scripts")
  (#eq? @_key "scripts"))
(pair
  key: (string (string_content) @_key)
  value: (string) @injection.content
  (#set! injection.language "shell")
  (#set! literal)
  (#match? @_key command-key))
; Code under a key that says so, or beside one that names its language.
(pair
  key: (string (string_content) @_key)
  value: (string) @injection.content
  (#set! injection.language "javascript")
  (#set! literal)
  (#match? @_key javascript-key))
(pair
  key: (string (string_content) @_key)
  value: (string) @injection.content
  (#set! injection.language "python")
  (#set! literal)
  (#match? @_key python-key))
(object
  (pair key: (string (string_content) @_key) value: (string) @injection.content)
  . (pair key: (string (string_content) @_language) value: (string) @injection.language)
  (#set! literal)
  (#set! needs "code")
  (#eq? @_key "code")
  (#any-of? @_language code-language-keys))
(object
  (pair key: (string (string_content) @_key) value: (string) @injection.content)
  . (pair key: (string (string_content) @_language) value: (string) @injection.language)
  (#set! literal)
  (#set! example)
  (#set! needs "code")
  (#eq? @_key "code")
  (#eq? @_language "language"))
(object
  (pair key: (string (string_content) @_language) value: (string) @injection.language)
  . (pair key: (string (string_content) @_key) value: (string) @injection.content)
  (#set! literal)
  (#set! needs "code")
  (#eq? @_key "code")
  (#any-of? @_language code-language-keys))
(object
  (pair key: (string (string_content) @_language) value: (string) @injection.language)
  . (pair key: (string (string_content) @_key) value: (string) @injection.content)
  (#set! literal)
  (#set! example)
  (#set! needs "code")
  (#eq? @_key "code")
  (#eq? @_language "language"))
