; rst
