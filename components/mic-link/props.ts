import { common } from '../shared/props'

export const properties = {
  ...common,
  /**
   * What the audience asks to be linked with at first: `video`, or `audio` for a voice alone.
   * @since 0.1.0
   */
  media: { type: String, value: 'video' as 'video' | 'audio' },
  /**
   * Lets the audience choose between picture and voice alone; without it, it is as `media` says.
   * @since 0.1.0
   */
  mediaChoice: { type: Boolean, value: true },
  /**
   * Whether seats, queue and invitations are unfolded. The first request unfolds them too.
   * @since 0.1.0
   */
  open: { type: Boolean, value: false },
}
