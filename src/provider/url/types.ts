/** What a wall of fixed addresses is made of. */
import type { StreamId, StreamInit } from '../types'

/** Something that plays from fixed addresses: a camera, a CDN stream. */
export interface UrlStream {
  /** Unique in the list; the stream's id in the room. */
  id: StreamId
  /** What its tile shows; default the id. */
  name?: string
  /** Every address it plays from: rtmp, http(s) flv; the room chooses the one that `<live-player>` plays best. */
  urls: readonly string[]
  /** With sound; default true. */
  audio?: boolean
  /** With a picture; default true. */
  video?: boolean
}

/** A list, now or later. */
export type UrlStreams = readonly UrlStream[] | Promise<readonly UrlStream[]>

/** What url() takes. */
export interface UrlOptions {
  /** What there is to play, or a function that says so: asked on joining, every `poll` ms, and when an address failed. */
  streams?: readonly UrlStream[] | (() => UrlStreams)
  /**
   * Where I push, or a function that says so for each time I begin or begin again: signed addresses expire. Without it nobody
   * publishes.
   */
  push?: string | ((stream: StreamInit) => string | Promise<string>)
  /** How often the function `streams` is asked for changes, ms; default 0: only on joining and when an address failed. */
  poll?: number
}
