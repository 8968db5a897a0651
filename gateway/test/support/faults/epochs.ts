/**
 * One order out of several that each know a part of it: what everybody saw, oldest first.
 * @param orders they do not contradict each other, because one log has one history
 */
export function inOrder(orders: readonly (readonly string[])[]): string[] {
  const rest = orders.map((order) => [...order])
  const merged: string[] = []
  for (;;) {
    const heads = rest.flatMap(([head]) => head ?? [])
    if (heads.length === 0) return merged
    // A head that nobody else has behind another one is the oldest.
    const oldest = heads.find((head) => rest.every((order) => order.indexOf(head) <= 0)) ?? (heads[0] as string)
    merged.push(oldest)
    for (const order of rest) if (order[0] === oldest) order.shift()
  }
}
