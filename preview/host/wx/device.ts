/** System, device and account information. */
import { CAPSULE } from '../ui/screen'
import { text } from '../ui/text'
import { showActionSheet, showModal, showToast } from '../ui/dialogs'
import { NAVIGATION_BAR } from '../ui/page-frame'
import { api, ApiError } from './api'
import type { WxApi, WxDeps } from './types'

/** Base library version the preview behaves like. */
export const SDK_VERSION = '3.8.0'

export function deviceApi({ env, screen, settings, manifest, navigation }: WxDeps): WxApi {
  const windowInfo = () => {
    const { clientWidth: screenWidth, clientHeight: screenHeight } = screen.element
    const { top, right, bottom, left } = screen.insets
    const custom = navigation.top?.frame.isCustom === true
    return {
      pixelRatio: devicePixelRatio,
      screenWidth,
      screenHeight,
      windowWidth: screenWidth,
      windowHeight: screen.windowHeight,
      statusBarHeight: top,
      screenTop: custom ? 0 : top + NAVIGATION_BAR,
      safeArea: {
        left,
        right: screenWidth - right,
        top,
        bottom: screenHeight - bottom,
        width: screenWidth - left - right,
        height: screenHeight - bottom - top,
      },
    }
  }
  const deviceInfo = () => ({
    abi: 'arm64-v8a',
    benchmarkLevel: -1,
    brand: 'devtools',
    model: env.device.model,
    platform: 'devtools',
    system: env.device.system,
    memorySize: 4096,
  })
  const baseInfo = () => ({
    SDKVersion: SDK_VERSION,
    version: '8.0.50',
    enableDebug: false,
    language: env.language,
    fontSizeSetting: env.fontSize,
    fontSizeScaleFactor: env.fontSize / 16,
    host: { appId: '', env: 'WeChat' },
    ...(manifest.app.darkmode && { theme: env.theme }),
  })
  const systemSetting = () => ({
    bluetoothEnabled: true,
    locationEnabled: true,
    wifiEnabled: env.network !== 'offline',
    deviceOrientation: env.orientation,
  })
  const authorizeSetting = () => ({
    cameraAuthorized: env.appAuthorize.camera,
    microphoneAuthorized: env.appAuthorize.microphone,
    albumAuthorized: env.appAuthorize.album,
    locationAuthorized: 'authorized',
    notificationAuthorized: 'authorized',
    notificationAlertAuthorized: 'authorized',
    notificationBadgeAuthorized: 'authorized',
    notificationSoundAuthorized: 'authorized',
    bluetoothAuthorized: 'authorized',
    phoneCalendarAuthorized: 'authorized',
    locationReducedAccuracy: false,
  })
  const systemInfo = () => ({ ...deviceInfo(), ...windowInfo(), ...baseInfo(), ...systemSetting() })
  return {
    getWindowInfo: windowInfo,
    getDeviceInfo: deviceInfo,
    getAppBaseInfo: baseInfo,
    getSystemSetting: systemSetting,
    getAppAuthorizeSetting: authorizeSetting,
    getSystemInfoSync: systemInfo,
    getSystemInfo: api('getSystemInfo', systemInfo),
    getSystemInfoAsync: api('getSystemInfoAsync', systemInfo),
    getAccountInfoSync: () => ({ miniProgram: { appId: '', envVersion: 'develop', version: '' } }),
    getExtConfigSync: () => structuredClone({ ...(manifest.ext['ext'] as object | undefined), ...settings.ext }),
    getExtConfig: api('getExtConfig', () => ({ extConfig: { ...(manifest.ext['ext'] as object), ...settings.ext } })),
    getMenuButtonBoundingClientRect: () => {
      const right = screen.element.clientWidth - CAPSULE.right
      const { width, height } = CAPSULE
      const top = screen.insets.top + CAPSULE.top
      return { width, height, top, right, left: right - width, bottom: top + height }
    },
    setKeepScreenOn: api('setKeepScreenOn', ({ keepScreenOn }: { keepScreenOn: boolean }) => keepAwake(keepScreenOn)),
    getScreenBrightness: api('getScreenBrightness', () => ({ value: 1 })),
    setScreenBrightness: api('setScreenBrightness', () => {}),
    vibrateShort: api('vibrateShort', () => vibrate(15)),
    vibrateLong: api('vibrateLong', () => vibrate(400)),
    getUpdateManager: () => ({
      onCheckForUpdate: (listener: (result: { hasUpdate: boolean }) => void) => listener({ hasUpdate: false }),
      onUpdateReady: () => undefined,
      onUpdateFailed: () => undefined,
      applyUpdate: () => undefined,
    }),
    getPerformance: () => performance,
    reportEvent: () => undefined,
    reportMonitor: () => undefined,
    nextTick: (callback: () => void) => setTimeout(callback, 0),
    getBatteryInfoSync: () => ({ level: 100, isCharging: false }),
    getBatteryInfo: api('getBatteryInfo', () => ({ level: 100, isCharging: false })),
    getDeviceBenchmarkInfo: api('getDeviceBenchmarkInfo', () => ({ benchmarkLevel: -1, modelLevel: 0 })),
    getSkylineInfoSync: () => ({ isSupported: true, version: SDK_VERSION }),
    getSkylineInfo: api('getSkylineInfo', () => ({ isSupported: true, version: SDK_VERSION })),
    base64ToArrayBuffer: (text: string) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0)).buffer,
    arrayBufferToBase64: (buffer: ArrayBuffer) =>
      btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join('')),
    setClipboardData: api('setClipboardData', async ({ data }: { data: string }) => {
      await navigator.clipboard.writeText(data)
      showToast(screen, { title: text('copied'), duration: 1500 })
    }),
    getClipboardData: api('getClipboardData', async () => ({ data: await navigator.clipboard.readText() })),
    makePhoneCall: api('makePhoneCall', async ({ phoneNumber }: { phoneNumber: string }) => {
      if (!phoneNumber) throw new ApiError('phoneNumber is empty')
      const chosen = await showActionSheet(screen, { items: [text('call', phoneNumber)] })
      if (chosen === undefined) throw new ApiError('cancel')
    }),
    scanCode: api('scanCode', async ({ scanType = ['barCode', 'qrCode'] }: { scanType?: string[] }) => {
      // What a camera would read is typed in.
      const { confirm, content } = await showModal(screen, { title: text('scan'), editable: true })
      if (!confirm || !content) throw new ApiError('cancel')
      const type = scanType.includes('qrCode') ? 'QR_CODE' : 'CODE_128'
      return {
        result: content,
        scanType: type,
        charSet: 'utf-8',
        path: '',
        rawData: btoa(unescape(encodeURIComponent(content))),
      }
    }),
  }
}

let wakeLock: WakeLockSentinel | undefined

async function keepAwake(on: boolean): Promise<void> {
  await wakeLock?.release()
  wakeLock = undefined
  // A computer whose browser cannot keep the screen on is looked at anyway.
  if (on && document.visibilityState === 'visible')
    wakeLock = await navigator.wakeLock?.request('screen').catch(() => undefined)
}

/** Desktop browsers have no motor: nothing happens there, which is what a phone on a table does too. */
function vibrate(duration: number): void {
  navigator.vibrate?.(duration)
}
