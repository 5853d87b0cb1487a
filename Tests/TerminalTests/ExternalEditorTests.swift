import Testing

@testable import Terminal

@Suite struct ExternalEditorTests {
    @Test func theEditorOfTheEnvironmentEditsAFile() throws {
        let edited = try ExternalEditor.edit("one\ntwo", environment: ["EDITOR": "sed -i s/two/three/", "PATH": "/usr/bin:/bin"])
        #expect(edited == "one\nthree")
        #expect(try ExternalEditor.edit("x", environment: ["VISUAL": "true", "EDITOR": "false"]) == "x")
        #expect(try ExternalEditor.edit("", environment: ["EDITOR": "f() { printf 'saved\\n' > \"$1\"; }; f"]) == "saved")
    }

    @Test func anEditorThatFailsIsAnError() {
        #expect(throws: TerminalError.editor(command: "false", reason: "ended with status 1")) {
            try ExternalEditor.edit("x", environment: ["EDITOR": "false"])
        }
        #expect(throws: TerminalError.editor(command: "no-such-editor", reason: "ended with status 127")) {
            try ExternalEditor.edit("x", environment: ["EDITOR": "no-such-editor"])
        }
        #expect(throws: TerminalError.editor(command: "kill -9 $$;", reason: "ended with status 137")) {
            try ExternalEditor.edit("x", environment: ["EDITOR": "kill -9 $$;"])
        }
        #expect(throws: TerminalError.editor(command: "editor", reason: "is not installed, nor are nano and vi")) {
            try ExternalEditor.edit("x", environment: ["PATH": "/nowhere"])
        }
    }
}
