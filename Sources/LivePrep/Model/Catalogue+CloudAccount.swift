/// Codes of call 9 and of the object store that concern account and request, not the clip.
extension Catalogue {
  private static let later = Remedy("稍后重试。", "Try again later.")
  private static let parameters = Remedy(
    "检查各参数的名称与取值。", "Check the parameters' names and values.")
  private static let rule = Remedy(
    "在人脸核身控制台核对 RuleId。", "Check the RuleId in the service's console.")
  private static let keys = Remedy(
    "检查 SecretId、SecretKey、临时密钥 token 与本机时钟，重新签名。",
    "Check SecretId, SecretKey, the token of temporary keys and this machine's clock; sign again.")
  private static let clock = Remedy(
    "校准本机时钟后重新签名。", "Set this machine's clock and sign again.")

  static let cloudAccount: [Explanation] = [
    entry("InvalidParameter", "参数错误", "A parameter is wrong.", .caller, parameters, "challenge"),
    entry("InvalidParameter.RuleId", "RuleId 不存在", "There is no such RuleId.", .caller, rule),
    entry(
      "InvalidParameterValue", "参数取值错误", "A parameter's value is wrong.", .caller, parameters,
      "challenge"),
    entry(
      "InvalidParameterValue.BizTokenExpired", "BizToken 过期", "The BizToken has expired.", .caller,
      Remedy("重新获取 BizToken。", "Get a new BizToken.")),
    entry(
      "InvalidParameterValue.RuleIdNotExist", "RuleId 不存在，请到人脸核身控制台申请",
      "There is no such RuleId; the console issues them.", .caller, rule),
    entry(
      "UnauthorizedOperation", "未授权操作", "The operation is not authorised.", .accountOwner,
      Remedy("为该密钥授权人脸核身权限。", "Grant the key the rights for the face-verification service.")),
    entry(
      "UnauthorizedOperation.Arrears", "帐号已欠费", "The account is in arrears.", .accountOwner,
      Remedy("为账号充值。", "Settle the account's balance.")),
    entry(
      "UnauthorizedOperation.NonAuthorize", "账号未实名",
      "The account's owner has not been verified.", .accountOwner,
      Remedy("完成账号实名认证。", "Complete the verification of the account's owner.")),
    entry(
      "UnauthorizedOperation.Nonactivated", "未开通服务", "The service is not activated.",
      .accountOwner, Remedy("在控制台开通人脸核身服务。", "Activate the service in the console.")),
    entry(
      "UnsupportedOperation", "操作不支持", "The operation is not supported.", .caller, parameters),
    // † from here on
    entry("InternalError", "内部错误", "An internal error.", .service, later, retry: true),
    entry(
      "RequestLimitExceeded", "请求的次数超过了频率限制", "Too many requests: the rate limit was hit.",
      .caller,
      Remedy(
        "降低请求频率，稍后重试。", "Send fewer requests and try again later."), retry: true),
    entry(
      "AuthFailure.SignatureExpire", "签名过期", "The signature has expired.", .caller, clock,
      retry: true),
    entry(
      "RequestTimeTooSkewed", "请求时间与服务器时间相差过大",
      "The request's time and the service's are too far apart.", .caller, clock, retry: true),
    entry(
      "AuthFailure.*", "鉴权失败（签名、密钥或 token 有误）",
      "Authentication failed: signature, key or token are wrong.", .caller, keys),
    // Of the object store
    entry(
      "AccessDenied", "拒绝访问（签名、有效期或权限有误）",
      "Access is denied: signature, its time, or the key's rights are wrong.", .accountOwner,
      Remedy(
        "检查密钥、本机时钟与存储桶权限。", "Check the keys, this machine's clock and the rights to the bucket.")),
    entry("InvalidAccessKeyId", "SecretId 不存在", "There is no such SecretId.", .caller, keys),
    entry("SignatureDoesNotMatch", "签名不匹配", "The signature does not match.", .caller, keys),
    entry(
      "NoSuchBucket", "存储桶不存在", "There is no such bucket.", .caller,
      Remedy("检查存储桶名称与地域。", "Check the bucket's name and its region.")),
    entry(
      "NoSuchKey", "对象不存在", "There is no object under this key.", .caller,
      Remedy("检查对象键，或先上传视频。", "Check the key, or upload the clip first.")),
    entry(
      "SlowDown", "请求频率过高", "Too many requests: the rate limit was hit.", .caller,
      Remedy("降低请求频率，稍后重试。", "Send fewer requests and try again later."), retry: true),
  ]
}
