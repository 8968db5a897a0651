/** Page URLs: `pages/a/index?x=1`, absolute or relative to the current page. */
export interface PageUrl {
  route: string
  query: Record<string, string>
}

/** Splits and resolves a page URL. Values stay as written: WeChat does not URI-decode what `onLoad` receives. */
export function parsePageUrl(url: string, from = ''): PageUrl {
  const [path = '', search = ''] = url.split(/\?(.*)/s)
  const query: Record<string, string> = {}
  for (const pair of search.split('&')) {
    if (pair === '') continue
    const [name = '', value = ''] = pair.split(/=(.*)/s)
    query[name] = value
  }
  return { route: resolve(path, from), query }
}

/** The inverse: what a link to this page carries. */
export function formatPageUrl({ route, query }: PageUrl): string {
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${value}`)
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
