/// Codes of calls 1–4. Source: the tables of `livedetectfour` and of the older CGI manual.
extension Catalogue {
  private static let signing = Remedy(
    "检查 APPID、SecretId、SecretKey 是否属于同一个账号，并按文档重新签名。",
    "Check that APPID, SecretId and SecretKey belong to one account, and sign again.")
  private static let signAgain = Remedy(
    "用新的时间和随机数重新签名；若反复出现，请校准本机时钟。",
    "Sign again with a new time and random number; if it persists, set this machine's clock.")
  private static let later = Remedy("稍后重试。", "Try again later.")
  private static let slower = Remedy(
    "降低请求频率，稍后重试；需要更高频率请联系腾讯云。",
    "Send fewer requests and try again later; ask the vendor for a higher limit if you need it.")
  private static let face = Remedy(
    "光线充足、正对镜头、脸部完整不遮挡，重新录制。",
    "Record again in good light, facing the camera, with the whole face visible.")
  private static let card = Remedy(
    "换一张清晰、正面、只有一张人脸的 JPG 或 PNG 照片。",
    "Use another photo: a sharp JPEG or PNG with one face, seen from the front.")
  private static let container = Remedy(
    "用 liveprep prepare 转成 MP4（H.264 + AAC）后再提交。",
    "Run the clip through `liveprep prepare`, which makes an MP4 (H.264 and AAC) of it.")
  private static let speak = Remedy(
    "大声、缓慢、清晰地读出数字，重新录制。",
    "Record again and read the digits aloud, slowly and clearly.")
  private static let quiet = Remedy("换一个安静的地方重新录制。", "Record again in a quiet place.")

  static let account: [Explanation] = [
    entry(
      "3", "错误的请求；其中 message:account abnormal,errorno is:2 为账号欠费停服",
      "The request is wrong; with the message `account abnormal,errorno is:2` the account is in "
        + "arrears and suspended.",
      .accountOwner,
      Remedy(
        "先查账号是否欠费，再检查请求的地址、方法与格式。",
        "Check whether the account is in arrears, then the request's address, method and form.")),
    entry("4", "签名为空", "The signature is empty.", .caller, signing),
    entry("5", "签名串错误", "The signature's text is wrong.", .caller, signing),
    entry(
      "6", "签名中的 APPID/Bucket 与操作目标不匹配",
      "APPID or bucket of the signature do not match what is called.", .caller, signing),
    entry("9", "签名过期", "The signature has expired.", .caller, signAgain, retry: true),
    entry("10", "APPID 不存在", "There is no such APPID.", .caller, signing),
    entry("11", "SecretId 不存在", "There is no such SecretId.", .caller, signing),
    entry(
      "12", "APPID 和 SecretId 不匹配", "APPID and SecretId do not belong together.", .caller,
      signing),
    entry(
      "13", "重放攻击", "The signature was used before (taken for a replay).", .caller, signAgain,
      retry: true),
    entry("14", "签名校验失败", "The signature does not verify.", .caller, signing),
    entry(
      "15", "操作太频繁，触发频控", "Too many requests: the rate limit was hit.", .caller, slower,
      retry: true),
    entry(
      "16", "Bucket 不存在", "There is no such bucket.", .caller,
      Remedy("检查 Bucket 名称与地域。", "Check the bucket's name and region.")),
    entry(
      "21", "无效参数", "A parameter is invalid.", .caller,
      Remedy(
        "检查各字段的名称与取值，尤其是验证码和身份信息。",
        "Check the fields' names and values, the challenge and the identity first."),
      "challenge"),
    entry(
      "23", "请求包体过大", "The request's body is too large.", .caller,
      Remedy(
        "压缩视频（liveprep prepare），视频加照片须小于 6 MB。",
        "Make the clip smaller (`liveprep prepare`); video and card together stay below 6 MB."),
      "file.size", "request.size"),
    entry(
      "24", "无权限，未申请服务", "No permission: the service was not applied for.", .accountOwner,
      Remedy("在控制台申请开通人脸核身服务。", "Apply for the face-verification service in the console.")),
    entry(
      "107", "鉴权服务不可用", "The authentication service is unavailable.", .service, later,
      retry: true),
    entry(
      "108", "鉴权服务不可用", "The authentication service is unavailable.", .service, later,
      retry: true),
    entry("213", "内部错误", "An internal error.", .service, later, retry: true),
  ]

  static let pictures: [Explanation] = [
    entry(
      "-4006", "视频中自拍照特征提取失败", "No features could be taken from the face in the video.",
      .personFilming, face, "video.dynamic-range"),
    entry(
      "-4007", "视频中自拍照之间对比失败", "The faces within the video could not be compared.",
      .personFilming, face),
    entry(
      "-4009", "Card 照片提取特征失败", "No features could be taken from the card photo.", .caller,
      card),
    entry(
      "-4010", "自拍照与 Card 照片相似度计算失败",
      "The likeness of the face and the card photo could not be computed.", .caller, card),
    entry("-4011", "照片解码失败", "The photo does not decode.", .caller, card, "card.picture"),
    entry("-4012", "照片人脸检测失败", "No face was found in the photo.", .caller, card),
    entry(
      "-4015", "自拍照人脸检测失败", "No face was found in the pictures of the video.",
      .personFilming, face),
    entry(
      "-4016", "自拍照解码失败", "The pictures of the video do not decode.", .caller, container),
    entry("-4017", "Card 照片人脸检测失败", "No face was found in the card photo.", .caller, card),
    entry(
      "-4018", "Card 照片解码失败", "The card photo does not decode.", .caller, card,
      "card.picture"),
  ]

  static let clip: [Explanation] = [
    entry(
      "-5001", "视频无效，上传文件不符合视频要求",
      "The video is invalid: the file does not meet the requirements.", .caller, container,
      "file.readable", "file.container", "file.streams", "video.codec", "audio.codec"),
    entry(
      "-5002", "唇语失败", "Lip reading failed.", .personFilming, speak, "audio.sync"),
    entry(
      "-5005", "自拍照解析照片不足，视频里检测到的人脸较少",
      "Too few pictures with a face were found in the video.", .personFilming, face,
      "video.frame-rate"),
    entry(
      "-5007", "视频没有声音", "The video has no sound.", .personFilming,
      Remedy(
        "允许应用使用麦克风，确认没有静音，重新录制。",
        "Allow the app to use the microphone, make sure that it is not muted, and record again."),
      "audio.present", "audio.audible", "audio.codec"),
    entry(
      "-5008", "语音识别失败，视频里的人读错数字",
      "The speech was not understood: the person read other digits.", .personFilming, speak,
      "audio.clipping"),
    entry(
      "-5009", "视频人脸检测失败，没有嘴或者脸", "No face or no mouth was found in the video.",
      .personFilming, face, "video.orientation", "video.dynamic-range"),
    entry(
      "-5010", "唇动检测失败，视频里的人嘴巴未张开或者张开幅度小",
      "No moving lips: the mouth did not open, or hardly.", .personFilming,
      Remedy(
        "读数字时张大嘴，动作明显，重新录制。",
        "Record again and open the mouth clearly while reading the digits."),
      "video.frame-rate", "video.motion", "audio.sync"),
    entry(
      "-5011", "活体检测失败(活体其他错误都归类到里面)",
      "The liveness check failed (every other liveness error is put here).", .personFilming, face,
      "video.motion"),
    entry(
      "-5012", "视频中噪声太大", "There is too much noise in the video.", .personFilming, quiet,
      "audio.noise"),
    entry(
      "-5013", "视频里的声音太小", "The sound in the video is too quiet.", .personFilming,
      Remedy(
        "靠近麦克风、大声读数字后重新录制；或用 liveprep prepare 提高音量。",
        "Record again, louder and closer to the microphone; `liveprep prepare` can raise the "
          + "level."),
      "audio.level"),
    entry(
      "-5014", "活体检测 level 参数无效", "The liveness check's `level` is invalid.", .caller,
      Remedy("去掉或改正 level 参数。", "Drop the `level` parameter, or correct it.")),
    entry(
      "-5015", "视频像素太低，最小 270 * 480",
      "The picture is too small: 270 × 480 pixels at the least.", .personFilming,
      Remedy(
        "用更高的分辨率重新录制，至少 480p。", "Record again at a higher resolution, 480p or more."),
      "video.resolution"),
    entry(
      "-5016", "视频里的人不是活体（翻拍等攻击）",
      "The person in the video is not live (filmed from a screen, say).", .personFilming,
      Remedy(
        "必须由本人现场录制，不要翻拍屏幕或照片。",
        "The person has to be filmed directly, not from a screen or a photo.")),
  ]

  static let identity: [Explanation] = [
    entry(
      "-5801", "请求缺少身份证号码或身份证姓名", "Identity number or name are missing.", .caller,
      Remedy("补上身份证号码与姓名。", "Send identity number and name."), "identity.number",
      "identity.name"),
    entry(
      "-5802", "服务器内部错误，服务暂时不可用",
      "An internal error: the service is unavailable for the moment.", .service, later,
      retry: true),
    entry(
      "-5803", "身份证姓名与身份证号码不一致", "Name and identity number do not belong together.",
      .caller, Remedy("核对姓名与身份证号码。", "Check name and identity number.")),
    entry(
      "-5804", "身份证号码无效（因户口变动，极少数正常用户也会返回这个结果，此类用户无法使用本服务）",
      "The identity number is invalid (after a change of household registration this also befalls "
        + "a few rightful people, who cannot use the service).",
      .caller,
      Remedy(
        "核对身份证号码；若无误，请改用人工核验。",
        "Check the identity number; if it is right, verify the person by other means."),
      "identity.number"),
    entry(
      "-5805", "用户未输入图像或者 url 下载失败", "There is no picture, or its URL did not load.",
      .caller,
      Remedy("检查图片或 URL 是否可以公开下载。", "Check the picture, or that its URL can be loaded."),
      "card.picture"),
  ]

  static let ours: [Explanation] = [
    entry(
      ServiceCode.belowThreshold.rawValue, "相似度低于调用方设定的阈值（liveprep 自己的判断，非服务返回）",
      "The faces are less alike than the caller's threshold asks for (liveprep's own judgement, no "
        + "answer of a service).",
      .personFilming,
      Remedy(
        "确认是本人，在光线充足处正对镜头重新录制。",
        "Make sure that it is the same person, and record again in good light, facing the camera."))
  ]
}
