Component({ data: { selected: 0 } })
