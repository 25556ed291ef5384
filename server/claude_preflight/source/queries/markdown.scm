; Text about models.
(section) @prose

; Code is that of its own language, and an example of it.
((code_fence_content) @embedded (#set! example))
(fenced_code_block (info_string (language) @embedded.language) (code_fence_content) @embedded)
(fenced_code_block
  (info_string) @embedded.language (code_fence_content) @embedded
  (#match? @embedded.language "^\\{code"))
((indented_code_block) @embedded
  (#not-match? @embedded "(^|\n)[ \t]*(```|~~~)")
  (#set! example))
; In the tabs of some sites, what is indented is a text with fences of its own.
((indented_code_block) @embedded
  (#match? @embedded "(^|\n)[ \t]*(```|~~~)")
  (#set! language "markdown"))
(block_continuation) @embedded.gap
; So is what a page exports to the components on it.
((paragraph (inline) @embedded)
  (#match? @embedded "^export (const|let|function|default) ")
  (#set! language "jsx")
  (#set! example))

; Front matter is configuration.
((minus_metadata) @embedded (#set! language "yaml"))
((plus_metadata) @embedded (#set! language "toml"))
