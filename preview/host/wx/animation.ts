/** `wx.createAnimation`: steps recorded as data for the `animation` attribute of a tag. */

interface AnimationOptions {
  duration?: number
  timingFunction?: string
  delay?: number
  transformOrigin?: string
}

interface Step {
  options: Required<AnimationOptions>
  styles: Record<string, string>
  transforms: string[]
}

const STYLES = ['opacity', 'backgroundColor', 'width', 'height', 'top', 'left', 'bottom', 'right'] as const
const TRANSFORMS = [
  'rotate rotateX rotateY rotateZ rotate3d scale scaleX scaleY scaleZ scale3d',
  'translate translateX translateY translateZ translate3d skew skewX skewY matrix matrix3d',
].flatMap((names) => names.split(' '))

/** The recorder a page chains on; `export()` hands out the steps and starts afresh. */
export function createAnimation(options: AnimationOptions = {}): Record<string, unknown> {
  const defaults = { duration: 400, timingFunction: 'linear', delay: 0, transformOrigin: '50% 50% 0', ...options }
  let steps: Step[] = []
  let styles: Record<string, string> = {}
  let transforms: string[] = []
  const recorder: Record<string, unknown> = {
    step(own: AnimationOptions = {}) {
      steps.push({ options: { ...defaults, ...own }, styles, transforms })
      styles = { ...styles }
      transforms = [...transforms]
      return recorder
    },
    export() {
      const actions = steps
      steps = []
      return { actions }
    },
  }
  for (const name of STYLES)
    recorder[name] = (value: string | number) => {
      styles[name] = typeof value === 'number' && name !== 'opacity' ? `${value}px` : String(value)
      return recorder
    }
  for (const name of TRANSFORMS)
    recorder[name] = (...values: number[]) => {
      transforms = [
        ...transforms.filter((made) => !made.startsWith(`${name}(`)),
        `${name}(${values.map((value) => withUnit(name, value)).join(', ')})`,
      ]
      return recorder
    }
  return recorder
}

function withUnit(name: string, value: number | string): string {
  if (typeof value === 'string') return value
  if (name.startsWith('translate')) return `${value}px`
  return name.startsWith('rotate') || name.startsWith('skew') ? `${value}deg` : String(value)
}

/** Plays exported steps on an element, one after the other. */
export function playAnimation(element: HTMLElement, animation: unknown): void {
  const { actions } = (animation ?? {}) as { actions?: Step[] }
  if (!actions) return
  let start = 0
  for (const { options, styles, transforms } of actions) {
    const frame = { ...styles, ...(transforms.length > 0 && { transform: transforms.join(' ') }) }
    element.style.transformOrigin = options.transformOrigin
    element.animate([frame], {
      duration: options.duration,
      delay: start + options.delay,
      easing: options.timingFunction === 'step-start' ? 'step-start' : options.timingFunction,
      fill: 'forwards',
    })
    start += options.delay + options.duration
  }
}
