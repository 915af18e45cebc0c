/// Codes of calls 5, 6 and 9. Source: the table of `LivenessRecognition`; those marked † come from
/// the vendor's current API pages and SDKs.
extension Catalogue {
  private static let later = Remedy("稍后重试。", "Try again later.")
  private static let action = Remedy(
    "按提示的顺序做动作，幅度大一些，重新录制。",
    "Record again and make the movements in the order asked for, clearly.")
  private static let middle = Remedy(
    "让脸在画面正中、距离适中，重新录制。",
    "Record again with the face in the middle of the picture, at arm's length.")
  private static let light = Remedy("换一个光线均匀的地方重新录制。", "Record again in even light.")
  private static let face = Remedy(
    "正对镜头、脸部完整不遮挡，画面里只有本人，重新录制。",
    "Record again facing the camera, the whole face visible, and nobody else in the picture.")
  private static let numbers = Remedy("核对身份证号码与姓名。", "Check identity number and name.")
  private static let registry = Remedy(
    "核对身份信息；若无误，请到户籍所在地核实。",
    "Check the identity; if it is right, it has to be settled where the person is registered.")
  private static let photo = Remedy(
    "换一张清晰、大小合适的 JPG 或 PNG 照片。", "Use another photo: a sharp JPEG or PNG of sensible size.")
  private static let live = Remedy(
    "由本人现场录制，光线充足，不要翻拍。",
    "The person has to be filmed directly and in good light, not from a screen or a photo.")
  private static let container = Remedy(
    "用 liveprep prepare 转成 MP4（H.264 + AAC）后再提交。",
    "Run the clip through `liveprep prepare`, which makes an MP4 (H.264 and AAC) of it.")
  private static let speak = Remedy(
    "大声、缓慢、清晰地读出数字，重新录制。",
    "Record again and read the digits aloud, slowly and clearly.")
  private static let shorter = Remedy(
    "把录制时长控制在 6 秒左右，或用 liveprep prepare 裁剪压缩。",
    "Record about 6 seconds, or let `liveprep prepare` trim and shrink the clip.")
  private static let reach = Remedy(
    "检查视频或图片的 URL 能否公开、快速下载。",
    "Check that the URL of the video or picture can be loaded, and fast.")

  static let cloud: [Explanation] = [
    failed("ActionCloseEye", "未检测到闭眼动作", "No closing of the eyes was seen.", action),
    failed("ActionFaceClose", "脸离屏幕太近", "The face is too close to the screen.", middle),
    failed("ActionFaceFar", "脸离屏幕太远", "The face is too far from the screen.", middle),
    failed("ActionFaceLeft", "脸离屏幕太左", "The face is too far to the left.", middle),
    failed("ActionFaceRight", "脸离屏幕太右", "The face is too far to the right.", middle),
    failed("ActionFirstAction", "未检测到第一个动作", "The first movement was not seen.", action),
    failed("ActionLightDark", "光线太暗", "It is too dark.", light, "video.exposure"),
    failed("ActionLightStrong", "光线太强", "It is too bright.", light, "video.exposure"),
    failed("ActionNodetectFace", "未能检测到完整人脸", "No whole face was found.", face),
    failed("ActionOpenMouth", "未检测到张嘴动作", "No opening of the mouth was seen.", action),
    failed("CompareFail", "比对失败", "The comparison failed.", live),
    failed(
      "CompareLowSimilarity", "调用比对引擎接口出错",
      "The comparison engine answered with an error; by the code's name, the faces are not alike "
        + "enough.", live),
    entry(
      "FailedOperation.FileSaveError", "文件存储失败，请稍后重试",
      "The file could not be stored.", .service, later, retry: true),
    entry(
      "FailedOperation.IdFormatError", "输入的身份证号有误", "The identity number is wrong.", .caller,
      numbers, "identity.number"),
    entry(
      "FailedOperation.IdNameMisMatch", "姓名和身份证号不一致，请核实后重试",
      "Name and identity number do not belong together.", .caller, numbers),
    entry(
      "FailedOperation.IdNoExistSystem", "库中无此号，请到户籍所在地进行核实",
      "The registry has no such number.", .caller, registry, "identity.number"),
    entry(
      "FailedOperation.IdPhotoNoExist", "库中无此号照片，请到户籍所在地进行核实",
      "The registry has no photo for the number.", .caller, registry),
    entry(
      "FailedOperation.IdPhotoPoorQuality", "证件图片分辨率太低，请重新上传",
      "The resolution of the document's picture is too low.", .caller, photo),
    entry(
      "FailedOperation.IdPhotoSystemNoanswer", "客户库自建库或认证中心返照失败，请稍后再试",
      "The registry did not return a photo.", .service, later, retry: true),
    failed("LifePhotoDetectFaces", "检测到多张人脸", "Several faces were found.", face),
    failed("LifePhotoDetectFake", "实人比对没通过", "The person was not taken for real.", live),
    failed("LifePhotoDetectNoFaces", "未能检测到完整人脸", "No whole face was found.", face),
    entry(
      "FailedOperation.LifePhotoPoorQuality", "传入图片分辨率太低，请重新上传",
      "The picture's resolution is too low.", .caller, photo),
    entry(
      "FailedOperation.LifePhotoSizeError", "传入图片过大或过小",
      "The picture is too large or too small.", .caller, photo, "card.picture"),
    failed("LipFaceIncomplete", "脸部未完整露出", "The face is not wholly visible.", face),
    failed("LipMoveSmall", "嘴唇动作幅度过小", "The lips hardly moved.", speak),
    entry(
      "FailedOperation.LipNetFailed", "视频拉取失败，请重试",
      "The video could not be fetched.", .caller, reach, retry: true),
    failed(
      "LipSizeError", "视频为空，或大小不合适，请控制录制时长在6s左右",
      "The video is empty or of an unsuitable size: about 6 seconds are wanted.", shorter,
      "file.size", "video.duration"),
    entry(
      "FailedOperation.LipVideoInvalid", "视频格式有误", "The video's format is wrong.", .caller,
      container, "file.readable", "file.container", "video.codec"),
    failed(
      "LipVideoQuaility", "视频像素太低", "The picture is too small.",
      Remedy(
        "用更高的分辨率重新录制，至少 480p。", "Record again at a higher resolution, 480p or more."),
      "video.resolution"),
    failed(
      "LipVoiceDetect", "未检测到声音", "No sound was found.",
      Remedy(
        "允许应用使用麦克风，确认没有静音，重新录制。",
        "Allow the app to use the microphone, make sure that it is not muted, and record again."),
      "audio.present", "audio.audible"),
    failed(
      "LipVoiceLow", "视频声音太小", "The sound in the video is too quiet.",
      Remedy(
        "靠近麦克风、大声读数字后重新录制；或用 liveprep prepare 提高音量。",
        "Record again, louder and closer to the microphone; `liveprep prepare` can raise the "
          + "level."),
      "audio.level"),
    failed("LipVoiceRecognize", "声音识别失败", "The speech was not understood.", speak),
    failed(
      "LivessBestFrameError", "人脸检测失败，无法提取比对照",
      "No face was found, so that there is no picture to compare.", face),
    failed("LivessDetectFail", "活体检测没通过", "The liveness check was not passed.", live),
    failed("LivessDetectFake", "疑似非真人录制", "It does not seem to be a live person.", live),
    entry(
      "FailedOperation.LivessSystemError", "调用活体引擎接口出错",
      "The liveness engine answered with an error.", .service, later, retry: true),
    failed("LivessUnknownError", "视频实人检测没通过", "The person was not taken for real.", live),
    entry(
      "FailedOperation.NameFormatError", "输入的姓名有误", "The name is wrong.", .caller, numbers,
      "identity.name"),
    entry(
      "FailedOperation.RequestLimitExceeded", "调用次数超出限制",
      "More calls were made than are allowed.", .accountOwner,
      Remedy("在控制台查看并提高调用额度。", "See the console for the quota, and raise it."), retry: true),
    failed("SilentDetectFail", "实人检测失败", "The person could not be examined.", live),
    failed("SilentThreshold", "实人检测未达到通过标准", "The person did not pass as real.", live),
    failed(
      "SilentTooShort", "视频录制时间过短，请录制2s以上的视频。",
      "The video is too short: more than 2 s are wanted.",
      Remedy("重新录制 2 秒以上的视频。", "Record again, for longer than 2 seconds."), "video.duration"),
    entry(
      "FailedOperation.UnKnown", "内部未知错误", "An unknown internal error.", .service, later,
      retry: true),
    // † from here on
    failed(
      "VideoDurationExceeded", "视频时长超过限制（20 秒）", "The video is longer than 20 s.", shorter,
      "video.duration"),
    entry(
      "FailedOperation.VideoDecodeFailed", "视频解码失败", "The video does not decode.", .caller,
      container, "file.readable"),
    entry(
      "FailedOperation.CompressVideoError", "视频压缩失败", "The service could not compress the video.",
      .caller, container),
    entry(
      "FailedOperation.DownLoadError", "文件下载失败", "The file could not be fetched.", .caller, reach,
      retry: true),
    entry(
      "FailedOperation.DownLoadTimeoutError", "下载超时", "Fetching the file took too long.", .caller,
      reach, retry: true),
    failed("SilentFaceDetectFail", "未检测到人脸", "No face was found.", face),
    failed("SilentMultiFaceFail", "检测到多张人脸", "Several faces were found.", face),
    failed("SilentFaceQualityFail", "人脸质量过低", "The face's picture is too poor.", light),
    failed("CoveredFace", "脸部有遮挡", "The face is covered.", face),
    failed("IncompleteFace", "人脸不完整", "The face is not whole.", face),
    failed("PoorImageQuality", "图片质量太差", "The picture is too poor.", light),
    entry(
      "FailedOperation.ImageBlur", "图片模糊", "The picture is blurred.", .caller, photo),
    entry(
      "FailedOperation.ImageDecodeFailed", "图片解码失败", "The picture does not decode.", .caller,
      photo, "card.picture"),
    entry(
      "FailedOperation.ImageSizeTooLarge", "图片尺寸过大", "The picture is too large.", .caller, photo,
      "card.picture"),
  ]

  /// A verdict on what was filmed.
  private static func failed(
    _ name: String, _ zh: String, _ en: String, _ remedy: Remedy, _ predictedBy: String...
  ) -> Explanation {
    Explanation(
      code: ServiceCode("FailedOperation." + name), meaning: Words(en, zh),
      fault: .personFilming, remedy: remedy.text, retryable: false,
      predictedBy: predictedBy.map(RuleID.init(rawValue:)))
  }
}
