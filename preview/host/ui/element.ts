/**
 * Makes one DOM element of the preview's own chrome. Its classes get the prefix `mp-`: a page's classes are in the same
 * document without any.
 */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className = '',
  content = '',
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag)
  if (className !== '') made.className = className.replace(/\S+/g, 'mp-$&')
  if (content !== '') made.textContent = content
  return made
}
