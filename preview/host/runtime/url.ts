/** Page URLs: `pages/a/index?x=1`, absolute or relative to the current page. */
export interface PageUrl {
  route: string
  query: Record<string, string>
}

/** Splits and resolves a page URL; values are URI-decoded. */
export function parsePageUrl(url: string, from = ''): PageUrl {
  const [path = '', search = ''] = url.split(/\?(.*)/s)
  const query: Record<string, string> = {}
  for (const pair of search.split('&')) {
    if (pair === '') continue
    const [name = '', value = ''] = pair.split(/=(.*)/s)
    query[decode(name)] = decode(value)
  }
  return { route: resolve(path, from), query }
}

/** The inverse: what a link to this page carries. */
export function formatPageUrl({ route, query }: PageUrl): string {
  const pairs = Object.entries(query).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
  return pairs.length > 0 ? `${route}?${pairs.join('&')}` : route
}

function resolve(path: string, from: string): string {
  if (path === '') return from
  const base = path.startsWith('/')
    ? []
    : path.startsWith('.') || !/^pages?\//.test(path)
      ? from.split('/').slice(0, -1)
      : []
  const parts = [...base]
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/').replace(/\.html$/, '')
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // A lone percent sign is kept as it was written, as on a phone.
    return text
  }
}
