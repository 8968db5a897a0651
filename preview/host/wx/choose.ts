/** Files a person chooses: pictures, videos and documents, from the computer's own dialog. */
import { files } from '../env/files'
import { showActionSheet } from '../ui/dialogs'
import { text } from '../ui/text'
import { api, ApiError } from './api'
import type { WxApi, WxDeps } from './types'

interface MediaOptions {
  count?: number
  mediaType?: ('image' | 'video' | 'mix')[]
  sourceType?: ('album' | 'camera')[]
  camera?: 'back' | 'front'
}

export function chooseApi({ screen }: WxDeps): WxApi {
  /** The tap on the sheet is what lets the page open the computer's dialog. */
  const pick = async (accept: string, count: number, camera?: string): Promise<File[]> => {
    const items = camera === undefined ? [text('fromAlbum')] : [text('fromCamera'), text('fromAlbum')]
    const chosen = await showActionSheet(screen, { items })
    if (chosen === undefined) throw new ApiError('cancel')
    const found = await openDialog(accept, count, items.length === 2 && chosen === 0 ? camera : undefined)
    if (found.length === 0) throw new ApiError('cancel')
    return found.slice(0, count)
  }
  return {
    chooseMedia: api(
      'chooseMedia',
      async ({ count = 9, mediaType = ['image', 'video'], sourceType, camera = 'back' }: MediaOptions) => {
        const accept = mediaType.includes('mix') ? 'image/*,video/*' : mediaType.map((type) => `${type}/*`).join(',')
        const found = await pick(accept, count, sourceType?.includes('camera') === false ? undefined : camera)
        const tempFiles = await Promise.all(found.map(describeMedia))
        const types = new Set(tempFiles.map(({ fileType }) => fileType))
        return { tempFiles, type: types.size > 1 ? 'mix' : [...types][0], failedCount: 0 }
      },
    ),
    chooseImage: api('chooseImage', async ({ count = 9, sourceType }: MediaOptions) => {
      const found = await pick('image/*', count, sourceType?.includes('camera') === false ? undefined : 'back')
      const tempFiles = await Promise.all(
        found.map(async (file) => ({ path: await files.addBlob(file, file.name), size: file.size })),
      )
      return { tempFilePaths: tempFiles.map(({ path }) => path), tempFiles }
    }),
    chooseVideo: api('chooseVideo', async ({ camera = 'back' }: MediaOptions) => {
      const [file] = await pick('video/*', 1, camera)
      const { tempFilePath, size, duration, width, height } = await describeMedia(file!)
      return { tempFilePath, size, duration, width, height }
    }),
    chooseMessageFile: api(
      'chooseMessageFile',
      async ({ count = 100, extension = [] }: { count?: number; extension?: string[] }) => {
        const found = await pick(extension.map((ending) => `.${ending.replace(/^\./, '')}`).join(','), count)
        const tempFiles = await Promise.all(
          found.map(async (file) => ({
            path: await files.addBlob(file, file.name),
            name: file.name,
            size: file.size,
            time: Math.floor(file.lastModified / 1000),
            type: /^(image|video)\//.exec(file.type)?.[1] ?? 'file',
          })),
        )
        return { tempFiles }
      },
    ),
  }
}

function openDialog(accept: string, count: number, capture: string | undefined): Promise<File[]> {
  const input = document.createElement('input')
  Object.assign(input, { type: 'file', accept, multiple: count > 1 })
  if (capture !== undefined) input.setAttribute('capture', capture === 'front' ? 'user' : 'environment')
  return new Promise((resolve) => {
    input.addEventListener('change', () => resolve([...(input.files ?? [])]))
    input.addEventListener('cancel', () => resolve([]))
    input.click()
  })
}

async function describeMedia(file: File) {
  const tempFilePath = await files.addBlob(file, file.name)
  const url = files.url(tempFilePath) ?? ''
  if (!file.type.startsWith('video/'))
    return {
      tempFilePath,
      size: file.size,
      fileType: 'image',
      ...(await imageSize(url)),
      duration: 0,
      thumbTempFilePath: '',
    }
  return { tempFilePath, size: file.size, fileType: 'video', ...(await videoSize(url)), thumbTempFilePath: '' }
}

/** Size in px; of something that is no picture, zero. */
export function imageSize(url: string): Promise<{ width: number; height: number }> {
  const picture = new Image()
  return new Promise((resolve) => {
    picture.onload = () => resolve({ width: picture.naturalWidth, height: picture.naturalHeight })
    picture.onerror = () => resolve({ width: 0, height: 0 })
    picture.src = url
  })
}

function videoSize(url: string): Promise<{ width: number; height: number; duration: number }> {
  const player = document.createElement('video')
  return new Promise((resolve) => {
    player.onloadedmetadata = () =>
      resolve({ width: player.videoWidth, height: player.videoHeight, duration: player.duration })
    player.onerror = () => resolve({ width: 0, height: 0, duration: 0 })
    player.src = url
  })
}
