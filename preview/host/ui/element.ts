/** Makes one DOM element of the preview's own chrome. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className = '',
  content = '',
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag)
  if (className !== '') made.className = className
  if (content !== '') made.textContent = content
  return made
}
