/** Keeps rows at their places in a list of data, whatever order they are shown in. */
interface Keyed {
  id: string
}

/**
 * A path of setData cannot take a row out of a list: with every person who leaves the whole list would be sent. Here rows stay
 * where they are, a place that fell free is taken by the next one, and only the order, a list of small numbers, is sent anew.
 */
export class Places<R extends Keyed> {
  private readonly at = new Map<string, number>()
  private readonly slots: R[] = []

  /** @returns `slots`: rows by place, with rows of the past in free places; `order`: the places to show, in order */
  put(rows: readonly R[]): { slots: R[]; order: number[] } {
    const ids = new Set(rows.map(({ id }) => id))
    for (const id of Array.from(this.at.keys())) if (!ids.has(id)) this.at.delete(id)
    const taken = new Set(this.at.values())
    let free = 0
    const order = rows.map((row) => {
      let place = this.at.get(row.id)
      if (place === undefined) {
        while (taken.has(free)) free += 1
        taken.add((place = free))
        this.at.set(row.id, place)
      }
      this.slots[place] = row
      return place
    })
    return { slots: this.slots.slice(), order }
  }
}
