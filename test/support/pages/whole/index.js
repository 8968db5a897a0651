Component({ properties: { lang: String, theme: String } })
