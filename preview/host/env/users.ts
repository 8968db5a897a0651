/** Who holds each phone: development values that stand for WeChat's accounts. */
import type { Language } from './types'

export interface User {
  /** Stable over reloads, different on each phone. */
  id: string
  nickName: string
}

const NAMES: Record<Language, readonly string[]> = {
  zh_CN: ['小明', '小红', '阿杰', '丽丽', '大伟', '思思', '老王', '婷婷'],
  en: ['Ann', 'Bo', 'Chen', 'Dana', 'Eli', 'Fay', 'Gus', 'Hana'],
}

const COLOURS = ['#2f80ed', '#eb5757', '#27ae60', '#f2994a', '#9b51e0', '#00a3a3', '#d6409f', '#7a7f87']

/** The person at phone `phone` (`1`, `2` ...). */
export function userOf(phone: string, language: Language): User {
  const index = Math.max(0, (Number(phone) || 1) - 1)
  const names = NAMES[language]
  const round = Math.floor(index / names.length)
  return { id: `preview-user-${phone}`, nickName: `${names[index % names.length]}${round > 0 ? ` ${round + 1}` : ''}` }
}

/** A drawn portrait: the first letter on the person's own colour. */
export function portraitOf(phone: string, { nickName }: User): string {
  const colour = COLOURS[(Math.max(1, Number(phone) || 1) - 1) % COLOURS.length]
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 132 132"><rect width="132" height="132" fill="${colour}"/>` +
    `<text x="66" y="88" font-size="60" text-anchor="middle" fill="#fff" font-family="sans-serif">${[...nickName][0]}</text></svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}
