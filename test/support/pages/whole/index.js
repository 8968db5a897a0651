Component({ properties: { lang: String, theme: String, mode: String } })
