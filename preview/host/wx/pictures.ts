/** Pictures: shown large, measured, taken from a canvas, saved to the computer. */
import { files } from '../env/files'
import { assetUrl } from '../ui/menu'
import { showPictures } from '../ui/pictures'
import { api, ApiError } from './api'
import { imageSize } from './choose'
import type { WxApi, WxDeps } from './types'

interface CanvasOptions {
  canvas?: HTMLCanvasElement | { node?: HTMLCanvasElement }
  x?: number
  y?: number
  width?: number
  height?: number
  destWidth?: number
  destHeight?: number
  fileType?: 'png' | 'jpg'
  quality?: number
}

export function picturesApi({ env, screen }: WxDeps): WxApi {
  const save = async (filePath: string, ending: string) => {
    if (env.appAuthorize.album === 'denied') throw new ApiError('system permission denied', { errno: 3 })
    if (!(await env.authorize('scope.writePhotosAlbum'))) throw new ApiError('auth deny', { errno: 103 })
    const url = files.url(filePath) ?? (/^(data|blob):/.test(filePath) ? filePath : undefined)
    if (url === undefined) throw new ApiError('invalid file type')
    const link = document.createElement('a')
    link.href = url
    link.download = `${Date.now()}.${/\.(\w+)$/.exec(filePath)?.[1] ?? ending}`
    link.click()
  }
  return {
    saveImageToPhotosAlbum: api('saveImageToPhotosAlbum', ({ filePath }: { filePath: string }) =>
      save(filePath, 'png'),
    ),
    saveVideoToPhotosAlbum: api('saveVideoToPhotosAlbum', ({ filePath }: { filePath: string }) =>
      save(filePath, 'mp4'),
    ),
    previewImage: api('previewImage', ({ urls, current }: { urls: string[]; current?: string | number }) => {
      const first = typeof current === 'number' ? current : Math.max(0, urls.indexOf(current ?? ''))
      showPictures(
        screen,
        urls.map((url) => ({ url: assetUrl(url), video: false })),
        first,
      )
    }),
    previewMedia: api(
      'previewMedia',
      ({ sources, current = 0 }: { sources: { url: string; type?: string }[]; current?: number }) =>
        showPictures(
          screen,
          sources.map(({ url, type }) => ({ url: assetUrl(url), video: type === 'video' })),
          current,
        ),
    ),
    getImageInfo: api('getImageInfo', async ({ src }: { src: string }) => {
      const { width, height } = await imageSize(assetUrl(src))
      if (width === 0) throw new ApiError(`image not found: ${src}`)
      return {
        width,
        height,
        path: src,
        orientation: 'up',
        type: /\.(\w+)$/.exec(src)?.[1]?.replace('jpg', 'jpeg') ?? 'unknown',
      }
    }),
    compressImage: api('compressImage', async ({ src, quality = 80 }: { src: string; quality?: number }) => {
      const bitmap = await createImageBitmap(await (await fetch(assetUrl(src))).blob())
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
      canvas.getContext('2d')?.drawImage(bitmap, 0, 0)
      const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: quality / 100 })
      return { tempFilePath: await files.addBlob(blob, 'image.jpg') }
    }),
    canvasToTempFilePath: api('canvasToTempFilePath', async (options: CanvasOptions) => {
      const canvas = canvasOf(options)
      const { x = 0, y = 0, fileType = 'png', quality = 1 } = options
      const { width = canvas.width - x, height = canvas.height - y } = options
      const { destWidth = width, destHeight = height } = options
      const target = new OffscreenCanvas(destWidth, destHeight)
      target.getContext('2d')?.drawImage(canvas, x, y, width, height, 0, 0, destWidth, destHeight)
      const blob = await target.convertToBlob({ type: fileType === 'jpg' ? 'image/jpeg' : 'image/png', quality })
      return { tempFilePath: await files.addBlob(blob, `canvas.${fileType}`) }
    }),
  }
}

/** The 2D canvas of `node()`; one that the page itself has made is taken as well. */
function canvasOf({ canvas }: CanvasOptions): HTMLCanvasElement {
  const given = canvas instanceof HTMLCanvasElement ? canvas : canvas?.node
  if (given instanceof HTMLCanvasElement) return given
  throw new ApiError(
    'fail canvas is empty: give `canvas`, the node of <canvas type="2d">. canvasId is not supported here',
  )
}
