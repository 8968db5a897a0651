/**
 * A path of setData cannot take a row out of a list: with every person who leaves the whole list would be sent. Here rows stay
 * where they are, a place that fell free is taken by the next one, and only the order, a list of small numbers, is sent anew.
 * @param slots rows by place as they were; rows of the past are in free places
 * @returns `slots` as they are; `order`: which places to show, in the order of `rows`
 */
export function keepPlaces<R extends { id: string }>(slots: readonly R[], rows: readonly R[]) {
  const ids = new Set(rows.map(({ id }) => id))
  const next = slots.slice()
  const order = rows.map((row) => {
    let place = next.findIndex(({ id }) => id === row.id)
    if (place < 0) place = next.findIndex(({ id }) => !ids.has(id))
    if (place < 0) place = next.length
    next[place] = row
    return place
  })
  return { slots: next, order }
}
