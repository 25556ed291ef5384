; Values of attributes and entities, and texts; in a longer one an id is only mentioned.
[(AttValue) (EntityValue) (CharData) (CData)] @literal
(Comment) @prose
; What a page shows is text, even if it is an id.
(element
  (STag . (Name) @_name)
  (content) @prose
  (#any-of? @_name
    "p" "para" "td" "th" "li" "span" "em" "code" "text" "tspan" "title" "description" "summary"))
(Attribute
  (Name) @_name (AttValue) @prose
  (#any-of? @_name display-keys)
  (#not-match? @prose white-space))

; Names of elements and instructions to processors are no values.
[(PI) (XmlModelPI) (StyleSheetPI)] @pattern
(STag . (Name) @pattern)
(ETag (Name) @pattern)
(EmptyElemTag . (Name) @pattern)
; Neither is what leads to another place, or what something is tested for in parts.
(Attribute
  (Name) @_name (AttValue) @pattern
  (#match? @_name "^(xmlns|xsi:.*|xmlns:.*|(xlink:)?href|src|ref|Include|match|pattern|prefix)$"))

; Tables of models.
(content . [(CharData) (Comment)]* . (element)) @container

; Requests: the attributes of an element, the elements in it, named properties of a bean.
[(content) (STag) (EmptyElemTag)] @mapping
(Attribute (Name) @argument.key (AttValue) @argument.value) @argument
(element
  (STag . (Name) @argument.key)
  (content . [(CharData) (CDSect)] @argument.value .)) @argument
(element
  (EmptyElemTag
    (Attribute (Name) @_name (AttValue) @argument.key)
    .
    (Attribute)?
    .
    (Attribute (Name) @_value (AttValue) @argument.value))
  (#any-of? @_name "name" "key")
  (#eq? @_value "value")) @argument
