/** The sheet of `<picker>`: wheels under a bar with its two answers. */
import { element } from '../ui/element'
import { text } from '../ui/text'
import { carried, type PickerModel } from './picker-columns'
import { services } from './services'
import { Wheel } from './wheel'

/** Height of one row in px, as in builtins.css. */
const ROW = 48

export interface PickerAnswers {
  done(picked: readonly number[]): void
  cancelled(): void
  /** A wheel came to rest at another row. */
  turned(column: number, index: number): void
}

export class PickerSheet {
  private readonly wheels: Wheel[] = []
  private readonly body = element('div', 'picker-wheels')
  private readonly remove: () => void
  private labels: string[][] = []

  constructor(
    private model: PickerModel,
    title: string,
    private readonly answers: PickerAnswers,
  ) {
    const mask = element('div', 'mask')
    const sheet = element('div', 'sheet picker-sheet')
    sheet.setAttribute('role', 'dialog')
    sheet.setAttribute('aria-modal', 'true')
    const bar = element('div', 'picker-bar')
    const cancel = element('button', 'picker-cancel', text('cancel'))
    const done = element('button', 'picker-done', text('ok'))
    bar.append(cancel, element('span', 'picker-title', title), done)
    sheet.append(bar, this.body)
    mask.append(sheet)
    this.remove = services().overlay(mask)
    cancel.addEventListener('click', () => this.answer(() => answers.cancelled()))
    done.addEventListener('click', () => this.answer(() => answers.done(this.picked)))
    mask.addEventListener('click', ({ target }) => target === mask && this.answer(() => answers.cancelled()))
    mask.addEventListener('keydown', ({ key }) => key === 'Escape' && this.answer(() => answers.cancelled()))
    this.draw(model.start)
    this.wheels[0]?.el.focus({ preventScroll: true })
  }

  /** The page changed the range or the value while the sheet is open. */
  update(model: PickerModel): void {
    this.model = model
    this.draw(model.start)
  }

  close(): void {
    this.remove()
  }

  private get picked(): number[] {
    return this.wheels.map(({ index }) => index)
  }

  private answer(tell: () => void): void {
    this.remove()
    tell()
  }

  /** Draws the columns that differ from those shown; the wheels that stay keep turning. */
  private draw(picked: readonly number[]): void {
    const columns = this.model.columns(picked)
    columns.forEach((labels, column) => {
      const wheel = this.wheels[column] ?? this.addWheel(column)
      if (JSON.stringify(labels) !== JSON.stringify(this.labels[column]))
        wheel.el.replaceChildren(...labels.map((label) => row(label)))
      if (wheel.index !== picked[column] || this.labels[column]?.length !== labels.length) {
        this.labels[column] = labels
        wheel.go(picked[column] ?? 0)
      }
      this.labels[column] = labels
    })
    for (const { el } of this.wheels.splice(columns.length)) el.parentElement?.remove()
    this.labels.length = columns.length
    this.mark()
  }

  private addWheel(column: number): Wheel {
    const frame = element('div', 'picker-column')
    const el = element('div', 'picker-wheel')
    el.setAttribute('role', 'listbox')
    frame.append(el)
    this.body.append(frame)
    const wheel = new Wheel(el, {
      itemHeight: () => ROW,
      count: () => this.labels[column]?.length ?? 0,
      settled: (index) => {
        this.answers.turned(column, index)
        this.draw(carried(this.model, this.labels, this.picked))
      },
    })
    el.addEventListener('click', ({ target }) => {
      const at = [...el.children].indexOf(target as Element)
      if (at >= 0) wheel.turn(at)
    })
    this.wheels[column] = wheel
    return wheel
  }

  private mark(): void {
    for (const { el, index } of this.wheels)
      for (const [at, option] of [...el.children].entries()) option.setAttribute('aria-selected', String(at === index))
  }
}

function row(label: string): HTMLElement {
  const made = element('div', 'picker-row', label)
  made.setAttribute('role', 'option')
  return made
}
