import { common } from '../shared/props'

export const properties = {
  ...common,
  /**
   * What the audience asks to be linked with: `video` or `audio`.
   * @since 0.1.0
   */
  media: { type: String, value: 'video' as 'video' | 'audio' },
}
