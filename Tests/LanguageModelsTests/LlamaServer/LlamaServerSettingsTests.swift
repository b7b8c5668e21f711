import Foundation
import TestSupport
import Testing

@testable import LanguageModels

@Suite struct LlamaServerSettingsTests {
  private func sentence(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "nothing"
    } catch {
      return "\(error)"
    }
  }

  @Test func aFileThatIsNoModelIsFoundBeforeAnythingIsStarted() throws {
    let file = try FakeModelFile("ready")
    #expect(
      sentence { _ = try LlamaServerSettings(file: "/nowhere/m.gguf", environment: [:]) }
        == "--model llama:/nowhere/m.gguf: the file cannot be read (No such file or directory).")
    try "<html>404</html>".write(toFile: file.path, atomically: true, encoding: .utf8)
    #expect(
      sentence { _ = try LlamaServerSettings(file: file.path, environment: [:]) }.hasSuffix(
        ": the file is no GGUF model, which is what llama.cpp reads."))
    let folder = String(file.path.dropLast(file.name.count))
    #expect(sentence { _ = try LlamaServerSettings(file: folder, environment: [:]) }.contains("no GGUF model"))
  }

  @Test func aProgramThatIsNotThereIsNamedWithWhatToDo() throws {
    let file = try FakeModelFile("ready")
    #expect(
      sentence { _ = try LlamaServerSettings(file: file.path, environment: ["PATH": "/nowhere"]) }
        == "--model llama: needs llama.cpp's llama-server, which is not on the PATH: install llama.cpp, or name it "
        + "with --llama-server PATH.")
    #expect(
      sentence { _ = try LlamaServerSettings(file: file.path, program: "/no/server", environment: [:]) }
        == "--llama-server \"/no/server\" is no program that can be run: name llama.cpp's llama-server.")
  }

  @Test func keysDoNotGoAlong() throws {
    let file = try FakeModelFile("ready")
    let environment = [
      "OPENAI_API_KEY": "sk-secret", "LLAMA_API_KEY": "x", "HF_TOKEN": "x", "HOME": "/home", "LLAMA_ARG_THREADS": "2",
    ]
    let settings = try LlamaServerSettings(
      file: file.path, program: FakeModelFile.helper,
      environment: environment.merging([
        "DASHSCOPE_API_KEY": "sk-0123456789abcdef", "aws_secret_access_key": "x", "PGPASSWORD": "x",
        "MY_COPY": "Bearer sk-0123456789abcdef",
      ]) { $1 })
    #expect(
      settings.environment == ["HOME": "/home", "LLAMA_ARG_THREADS": "2", "OMP_WAIT_POLICY": "passive"])
  }

  @Test func theWishNotToThinkIsAnArgument() throws {
    let file = try FakeModelFile("ready")
    let off = try file.settings(isThinkingOff: true).arguments(port: 1)
    #expect(off.suffix(2) == ["--reasoning-budget", "0"] && off.contains("--jinja"))
    #expect(try !file.settings().arguments(port: 1).contains("--reasoning-budget"))
  }

  @Test(arguments: [("a/b/Qwen2.5.gguf", "Qwen2.5"), ("x.GGUF", "x"), ("a,b.gguf", "a_b"), (".gguf", "model")])
  func theModelIsCalledByItsFile(_ file: String, _ alias: String) throws {
    var settings = try FakeModelFile("ready").settings()
    settings.file = file
    #expect(settings.alias == alias)
  }
}

@Suite struct ServerLinesTests {
  @Test func theCauseIsToldAndNotTheLinesAround() {
    let lines = [
      "build: 1", "loading", "llama_model_load: error loading model: bad magic", "main: failed to load", "bye",
    ]
    #expect(
      ServerLines.gist(lines)
        == " It says: llama_model_load: error loading model: bad magic | main: failed to load")
    #expect(ServerLines.gist(["one", "two"]) == " It says: two")
    #expect(ServerLines.gist([]) == "")
  }

  @Test func whatTheServerWritesIsCleaned() {
    #expect(ServerLines.gist(["\u{1B}[1;31merror\u{1B}[0m: x"]) == " It says: error: x")
    #expect(!ServerLines.gist(["error \u{1B}]0;title\u{7} \u{202E}"]).unicodeScalars.contains { $0.value < 32 })
    #expect(ServerLines.gist(["error " + String(repeating: "x", count: 5000)]).count < 300)
    #expect(ServerLines.withoutColours("a\u{1B}[") == "a")
  }
}
