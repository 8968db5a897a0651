/** Style sheets of the mini-program in the phone's document. A page's sheet applies only while the page is on top. */

/** Where a sheet's class names live: `''` is the scope that pages and app.wxss share. */
export interface StyleUse {
  unit: string
  scope: string
}

export class Styles {
  private readonly sheets = new Map<string, HTMLStyleElement>()
  private readonly uses = new Map<string, StyleUse[]>()

  constructor(private readonly texts: Record<string, string>) {}

  /** Puts the sheet `file` into the document for one unit; a second call for the same unit does nothing. */
  use(file: string, use: StyleUse, always: boolean): void {
    const known = this.uses.get(file) ?? []
    if (known.some(({ unit }) => unit === use.unit)) return
    this.uses.set(file, [...known, use])
    const sheet = document.createElement('style')
    sheet.dataset['file'] = file
    sheet.textContent = this.render(file, use)
    document.head.append(sheet)
    sheet.disabled = !always
    this.sheets.set(use.unit, sheet)
  }

  /** Switches the sheet of a page on or off. */
  enable(unit: string, on: boolean): void {
    const sheet = this.sheets.get(unit)
    if (sheet) sheet.disabled = !on
  }

  /** Exchanges the text of `file` everywhere it is used, after it changed on disk. */
  update(file: string, text: string): void {
    this.texts[file] = text
    for (const use of this.uses.get(file) ?? []) {
      const sheet = this.sheets.get(use.unit)
      if (!sheet) continue
      const { disabled } = sheet
      sheet.textContent = this.render(file, use)
      sheet.disabled = disabled
    }
  }

  private render(file: string, { unit, scope }: StyleUse): string {
    const prefix = scope === '' ? '' : `${scope}--`
    return (this.texts[file] ?? '').replaceAll('__SCOPE__', prefix).replaceAll('__UNIT__', unit)
  }
}
