/**
 * Lengths of WXSS and inline styles as the phone means them: 750 rpx are its width, 100 vh the page without the navigation
 * bar, and the safe area is the drawn phone's, not the computer's.
 */
export function convertUnits(text: string): string {
  return text
    .replace(/(^|[^\w.-])?(-?(?:\d+\.?\d*|\.\d+))rpx\b/gi, (_, before: string | undefined, number: string) => {
      return `${before ?? ''}${Number((Number(number) / 7.5).toFixed(5))}vw`
    })
    .replace(/(-?(?:\d+\.?\d*|\.\d+))vh\b/gi, 'calc($1 * var(--vh, 1vh))')
    .replace(/\b(?:env|constant)\(\s*safe-area-inset-(top|right|bottom|left)\s*(?:,[^()]*)?\)/gi, 'var(--safe-$1, 0px)')
}

export const HAS_UNITS = /rpx|vh\b|safe-area-inset/i
