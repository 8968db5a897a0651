// What is sent: 180 bytes that say which message this is and when it left.
const BYTES = 180

export function markText(index, at) {
  return `#${index}@${at.toFixed(3)}#`.padEnd(BYTES, 'x')
}

export function marksIn(text) {
  return Array.from(text.matchAll(/#(\d+)@([\d.]+)#/g), ([, index, at]) => ({ index: Number(index), at: Number(at) }))
}
