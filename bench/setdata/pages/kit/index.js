Component({ properties: { most: Number } })
