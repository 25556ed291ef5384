; Text about models.
(section) @prose

; Code is that of its own language, and an example of it.
((code_fence_content) @injection.content (#set! example))
(fenced_code_block
  (info_string (language) @injection.language) (code_fence_content) @injection.content)
(fenced_code_block
  (info_string) @injection.language (code_fence_content) @injection.content
  (#match? @injection.language "^\\{code"))
((indented_code_block) @injection.content
  (#set! example)
  (#set! skipped " {1,4}|\t")
  (#not-match? @injection.content fence))
; In the tabs of some sites, what is indented is a text with fences of its own.
((indented_code_block) @injection.content
  (#set! injection.language "markdown")
  (#set! skipped " {1,4}|\t")
  (#match? @injection.content fence))
; So is what follows on a tag without an empty line between.
((html_block) @injection.content
  (#set! injection.language "markdown")
  (#set! skipped "[^\n]*\n")
  (#match? @injection.content "\n[ \t]*(```|~~~)"))
(block_continuation) @injection.gap
; So is what a page exports to the components on it.
((paragraph (inline) @injection.content)
  (#set! injection.language "jsx")
  (#set! example)
  (#match? @injection.content "^export (const|let|function|default) "))

; Front matter is configuration.
((minus_metadata) @injection.content (#set! injection.language "yaml"))
((plus_metadata) @injection.content (#set! injection.language "toml"))
