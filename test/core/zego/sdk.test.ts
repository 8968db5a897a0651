import type { ZegoExpressEngine } from 'zego-express-engine-miniprogram'
import { Cloud } from './cloud'

test('the real SDK logs in to the scripted cloud', async () => {
  const cloud = new Cloud()
  const phone = cloud.phone<ZegoExpressEngine>()
  const { engine } = phone.sdk
  const done = await engine.loginRoom(
    'class-1',
    '04AAAA',
    { userID: 'ann', userName: 'Ann|anchor' },
    { userUpdate: true },
  )
  expect(done).toBe(true)
  const { url } = await engine.startPublishingStream('s1', { extraInfo: '{}' })
  expect(url).toMatch(/^rtmp/)
  engine.logoutRoom('class-1')
})
