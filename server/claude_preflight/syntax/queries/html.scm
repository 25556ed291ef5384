; Pages, and components of Vue and Svelte: text is prose, values of attributes are literals.
(attribute_value) @literal
[(text) (comment)] @prose
(style_element) @pattern

; What identifies a thing on the page, or leads to another page, is no model.
(attribute
  (attribute_name) @_name
  [(quoted_attribute_value (attribute_value) @pattern) (attribute_value) @pattern]
  (#any-of? @_name "id" "for" "class" "href" "src" "action" "aria-labelledby" "data-testid"))
; What is shown is no value.
(attribute
  (attribute_name) @_name
  (quoted_attribute_value (attribute_value) @prose)
  (#any-of? @_name display-keys "alt" "aria-label")
  (#not-match? @prose white-space))

; Tables of models: the options of a menu, the rows of a list.
(element
  . (start_tag (tag_name) @_tag)
  (#not-match? @_tag
    "^(html|head|body|main|section|article|form|fieldset|template|option|td|th|label|p|span|a|button)$")
) @container
((element . (start_tag (tag_name) @_tag)) @enumeration (#eq? @_tag "datalist"))

; Requests: the properties of a component.
[(start_tag) (self_closing_tag)] @mapping
(attribute
  (attribute_name) @argument.key
  [(quoted_attribute_value (attribute_value) @argument.value) (attribute_value) @argument.value]
  (#not-match? @argument.key "^data-")) @argument

; Scripts, in the language that one of the first attributes names.
(script_element (raw_text) @injection.content (#set! injection.language "javascript"))
(script_element
  (start_tag
    (tag_name) . (_)? . (_)? . (_)? . (_)? . (_)? .
    (attribute
      (attribute_name) @_name
      [
        (quoted_attribute_value (attribute_value) @injection.language)
        (attribute_value) @injection.language
      ]))
  (raw_text) @injection.content
  (#any-of? @_name "lang" "type"))
; Attributes that hold an expression, and those that hold statements.
(attribute
  (attribute_name) @_name
  (quoted_attribute_value (attribute_value) @injection.content)
  (#set! injection.language "javascript")
  (#set! before "return ")
  (#match? @_name "^(:|v-(?!on\\b)|#|x-(data|bind|show|model|text|if|for)\\b|\\[|\\*)"))
(attribute
  (attribute_name) @_name
  (quoted_attribute_value (attribute_value) @injection.content)
  (#set! injection.language "javascript")
  (#match? @_name "^(@|v-on:|x-on:|x-init|on[a-z]|\\()"))
; Where a tag ends too early for the parser, at an arrow, the rest of it is read line by line.
(element . (start_tag (ERROR)) . (text) @injection.content (#set! injection.language "text"))
